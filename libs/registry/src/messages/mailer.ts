import { createTransport } from 'nodemailer';

/** A mail as it is handed to the mail server. */
export interface Mail {
  /** Stable: a mail that is sent twice is recognised by it. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly date: string;
}

/** What the mail server made of it. */
export interface MailAnswer {
  readonly outcome: 'accepted' | 'deferred' | 'refused';
  readonly code: number | null;
  readonly answer: string | null;
  /** Whether it is about the mail server or us, so that the next mail would fare no better now. */
  readonly concernsAll: boolean;
}

/** In milliseconds; together far less than the lease of a claim. */
const PATIENCE = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** The errors of nodemailer, as far as they are looked at. */
interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

/** Hands mails to a mail server, one at a time. NL: elektronische verzending (Awb 2:14). */
export class Mailer {
  readonly #transport;
  readonly #domain: string;

  /** @param url of the server, `smtp://` or `smtps://`. @param from an address, with or without a name before it. */
  constructor(
    url: string,
    readonly from: string,
  ) {
    this.#transport = createTransport({ url, ...PATIENCE, disableFileAccess: true, disableUrlAccess: true });
    this.#domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost';
  }

  async send({ id, to, subject, text, date }: Mail): Promise<MailAnswer> {
    const headers = { 'Auto-Submitted': 'auto-generated' };
    const messageId = `<${id}@${this.#domain}>`;
    try {
      const { response } = await this.#transport.sendMail({
        from: this.from,
        to,
        subject,
        text,
        date,
        messageId,
        headers,
      });
      return { outcome: 'accepted', code: codeIn(response), answer: response, concernsAll: false };
    } catch (error) {
      return refusal(error as SmtpError);
    }
  }
}

/**
 * Only what the server says for good of the addressee or of the mail is a refusal. That it does not let us in, or does
 * not know our sender, can be mended without the addressee.
 */
function refusal({ code, command, response, responseCode }: SmtpError): MailAnswer {
  const isOfThisMail = (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM';
  const isForGood = isOfThisMail && (command === 'API' || (responseCode ?? 0) >= 500);
  const answer = response ?? code ?? null;
  return {
    outcome: isForGood ? 'refused' : 'deferred',
    code: responseCode ?? null,
    answer,
    concernsAll: !isOfThisMail,
  };
}

function codeIn(response: string | undefined): number | null {
  const code = /^\d{3}/.exec(response ?? '')?.[0];
  return code === undefined ? null : Number(code);
}
