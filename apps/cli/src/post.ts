import type { Configuration } from '@grants/platform';
import { Mailer, type Post } from '@grants/registry';
import { MissingSetting } from './with-registry.js';

/** How people are told, as it is configured. @throws MissingSetting where there is a mail server and no sender. */
export function postOf({ SMTP_URL, MAIL_FROM, REGISTRY_REMINDER_DAYS: reminderDays }: Configuration): Post {
  if (SMTP_URL === null) return { mailer: null, reminderDays };
  if (MAIL_FROM === null) throw new MissingSetting('SMTP_URL needs MAIL_FROM.');
  return { mailer: new Mailer(SMTP_URL, MAIL_FROM), reminderDays };
}
