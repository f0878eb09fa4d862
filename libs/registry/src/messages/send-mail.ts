import type { Queryable } from '@grants/persistence';
import { claimMail, keepInPortal, recordAttempt, type Attempt, type ClaimedMail } from './delivery-store.js';
import type { Mailer, MailAnswer } from './mailer.js';

/** How long to wait after each attempt, in minutes: for about five days in all, as mail servers do (RFC 5321, 4.5.4.1). */
const WAITS = [1, 5, 30, 120, 360, 720, 1440, 1440, 1440, 1440];
const MOST_ATTEMPTS = WAITS.length + 1;

/**
 * Mails what is due, one after another, until nothing is or the mail server does not serve. No transaction is open while
 * the server is talked to: a mail is claimed, sent, and then recorded. A worker that dies in between leaves it to be sent
 * again, under the same Message-ID.
 * @returns how many the server accepted.
 */
export async function sendMail(on: Queryable, mailer: Mailer, stop?: AbortSignal): Promise<number> {
  let accepted = 0;
  const next = () => (stop?.aborted ? null : claimMail(on));
  for (let mail = await next(); mail; mail = await next()) {
    const answer = await attempt(on, mailer, mail);
    if (answer?.outcome === 'accepted') accepted += 1;
    if (answer?.concernsAll) break;
  }
  return accepted;
}

async function attempt(on: Queryable, mailer: Mailer, mail: ClaimedMail): Promise<MailAnswer | null> {
  const { id, number, name, email, language, createdAt: date } = mail;
  if (language === null || email === null) {
    await keepInPortal(on, mail, language === null ? 'no_consent' : 'no_address');
    return null;
  }
  const [subject, text] = language === 'nl' ? [mail.subjectNl, mail.textNl] : [mail.subjectEn, mail.textEn];
  const answer = await mailer.send({ id, to: { name, address: email }, subject, text, date });
  await recordAttempt(on, mail, withoutPersonalData(answer, [email, name]), nextOf(answer, number));
  return answer;
}

function nextOf({ outcome }: Attempt, number: number) {
  if (outcome === 'accepted') return { delivery: 'sent', minutes: 0 } as const;
  if (outcome === 'refused' || number >= MOST_ATTEMPTS) return { delivery: 'bounced', minutes: 0 } as const;
  return { delivery: 'waiting', minutes: WAITS[number - 1] ?? 0 } as const;
}

/** Servers repeat the address and sometimes the name; what stays is what they say of them. */
function withoutPersonalData({ outcome, code, answer }: MailAnswer, personal: readonly string[]): Attempt {
  const words = personal.flatMap((text) => text.split(/[\s@<>]+/)).filter((word) => word.length > 1);
  const hidden = words.reduce(
    (text, word) =>
      text.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(word)}(?![\\p{L}\\p{N}])`, 'giu'), '…'),
    (answer ?? '').replaceAll(/[^\s<>"'(]+@[^\s<>"')]+/g, '…'),
  );
  return { outcome, code, answer: answer === null ? null : hidden.replaceAll(/\s+/g, ' ').slice(0, 500) };
}
