import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as the server took it. */
export interface ReceivedMail {
  readonly to: string;
  /** Headers in lower case, unfolded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: string;
}

/** What the server answers to an addressee or to a mail: nothing is yes. */
type Refusal = { readonly code: number; readonly text: string } | null;

/** A real mail server on a port of its own, that refuses what a test tells it to. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  refuseSender: () => Refusal = () => null;
  refuse: (address: string) => Refusal = () => null;
  /** Called when a mail is there, before the server says so. */
  onMail: (mail: ReceivedMail) => Promise<void> | void = () => undefined;
  #port = 0;
  readonly #server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onMailFrom: (_address, _session, done) => done(errorOf(this.refuseSender())),
    onRcptTo: ({ address }, _session, done) => done(errorOf(this.refuse(address))),
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const mail = received(envelope.rcptTo[0]?.address ?? '', Buffer.concat(parts).toString());
        this.received.push(mail);
        void this.#answer(mail, done);
      });
    },
  });

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    this.#port = (this.#server.server.address() as AddressInfo).port;
    return this;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(mail: ReceivedMail, done: (error: null, text: string) => void): Promise<void> {
    await this.onMail(mail);
    done(null, 'queued as 4F1A2');
  }

  /** What came for an address. */
  for(address: string): ReceivedMail[] {
    return this.received.filter(({ to }) => to === address);
  }
}

function errorOf(refusal: Refusal): Error | null {
  return refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code });
}

function received(to: string, raw: string): ReceivedMail {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  const headers = head.split('\r\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { to, headers: Object.fromEntries(headers), raw };
}
