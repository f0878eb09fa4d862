import { messageAbout, messages, remindedDeadlines, renderMessage, type MessageFacts } from '@grants/domain';
import { newId, type Database } from '@grants/persistence';
import type { Logger } from '@grants/platform';
import {
  addMessages,
  addReminders,
  claimOutbox,
  settleOutbox,
  type NewMessage,
  type OutboxRow,
} from './message-store.js';
import { daysBefore } from './reminder-days.js';

/** How many messages of the outbox are told in one transaction. */
const BATCH = 100;

const topicsForOfficers = messages.filter(({ to }) => to.includes('programme_officer')).map(({ topic }) => topic);

/**
 * Turns what waits in the outbox into messages to people: one for each addressee, however often it is delivered and
 * however many workers are at it. A topic that nobody is told about is done with at once.
 * @returns how many messages are new.
 */
export async function tellPeople(
  db: Database,
  log: Logger,
  { mails, stop }: { readonly mails: boolean; readonly stop?: AbortSignal | undefined },
): Promise<number> {
  let told = 0;
  for (;;) {
    const { rows, added } = await db.transaction(async (tx) => {
      const claimed = await claimOutbox(tx, BATCH, topicsForOfficers);
      const made = claimed.map((row) => ({ row, messages: messagesOf(row, log) }));
      const failed = made.flatMap(({ row, messages: its }) => (its === null ? [row.outboxId] : []));
      const done = made.flatMap(({ row, messages: its }) => (its === null ? [] : [row.outboxId]));
      const fresh = await addMessages(
        tx,
        made.flatMap(({ messages: its }) => its ?? []),
        { mails },
      );
      await settleOutbox(tx, done, failed);
      return { rows: claimed.length, added: fresh };
    });
    told += added;
    if (rows < BATCH || stop?.aborted) return told;
  }
}

/** The messages to everybody who is to be told; null where they could not be written, which is logged. */
function messagesOf(row: OutboxRow, log: Logger): NewMessage[] | null {
  const { topic, outboxId, callId, applicationId, reference, call, funder, terms, people, ...facts } = row;
  const message = messageAbout(topic);
  if (!message || callId === null || reference === null || call === null || funder === null) return [];
  const until = facts.until ?? (message.startsTerm === null ? null : (terms[message.startsTerm] ?? null));
  const { kind, basis, startsTerm, to } = message;
  const addressees = new Map(people.filter(({ as }) => to.includes(as)).map(({ id, name }) => [id, name]));
  try {
    return [...addressees].map(([personId, name]) => {
      const given: MessageFacts = { ...facts, name, funder, reference, call, until };
      const [nl, en] = [renderMessage(message, given, 'nl'), renderMessage(message, given, 'en')];
      const text = { subjectNl: nl.subject, textNl: nl.text, subjectEn: en.subject, textEn: en.text };
      return {
        id: newId(),
        outboxId,
        topic,
        kind,
        personId,
        callId,
        applicationId,
        reference,
        basis,
        startsTerm,
        ...text,
      };
    });
  } catch (error) {
    log.error({ err: error, outboxId, topic }, 'a message could not be written and is tried again');
    return null;
  }
}

/**
 * Reminds those who have to meet a deadline before it ends, once. `days` says how many days before, by kind.
 * @returns how many deadlines people are reminded of.
 */
export function remindPeople(db: Database, days: string): Promise<number> {
  const wanted = remindedDeadlines.map((kind) => ({ kind, days: daysBefore(days, kind) }));
  return addReminders(
    db,
    wanted.filter(({ days: many }) => many > 0),
  );
}
