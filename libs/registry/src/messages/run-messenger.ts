import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@grants/persistence';
import type { Logger } from '@grants/platform';
import type { Mailer } from './mailer.js';
import { sendMail } from './send-mail.js';
import { remindPeople, tellPeople } from './tell-people.js';

/** How people are told. */
export interface Post {
  /** Null where no mail server is configured: then people are told in the portal alone. */
  readonly mailer: Mailer | null;
  /** How many days before the end of a term people are reminded of it: REGISTRY_REMINDER_DAYS. */
  readonly reminderDays: string;
}

/** How often the messenger looks, and how often it looks for deadlines, in milliseconds. */
const INTERVAL = 1_000;
const REMINDING = 60_000;

/** Reminds, tells and mails what is due now. */
export async function deliverMessages(
  db: Database,
  { mailer, reminderDays }: Post,
  log: Logger,
  { reminds = true, stop }: { readonly reminds?: boolean; readonly stop?: AbortSignal } = {},
): Promise<{ reminded: number; told: number; mailed: number }> {
  const reminded = reminds ? await remindPeople(db, reminderDays) : 0;
  const told = await tellPeople(db, log, { mails: mailer !== null, stop });
  const mailed = mailer ? await sendMail(db, mailer, stop) : 0;
  return { reminded, told, mailed };
}

/** Tells people what they are to be told until it is told to stop; what fails is logged and tried again. */
export async function runMessenger(db: Database, post: Post, log: Logger, stop: AbortSignal): Promise<void> {
  let nextReminding = 0;
  while (!stop.aborted) {
    try {
      const reminds = performance.now() >= nextReminding;
      if (reminds) nextReminding = performance.now() + REMINDING;
      const done = await deliverMessages(db, post, log, { reminds, stop });
      if (done.reminded + done.told + done.mailed > 0) log.info(done, 'messages delivered');
    } catch (error) {
      log.error({ err: error }, 'the messenger failed and goes on');
    }
    await sleep(INTERVAL, undefined, { signal: stop }).catch(() => undefined);
  }
}
