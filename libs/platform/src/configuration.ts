import { isIP } from 'node:net';

/** One setting by environment variable, as it is documented in docs/generated/configuration.md. */
export interface Setting {
  readonly name: string;
  readonly meaning: string;
  /** What holds where it is not set; null where nothing does. */
  readonly fallback: string | null;
  /** What is wrong with a value, or null. */
  readonly fault: (value: string) => string | null;
  readonly secret?: boolean;
}

const anything = () => null;
const url = (protocols: readonly string[]) => (value: string) =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol)
    ? null
    : `must be an address beginning with ${protocols.join(' or ')}//`;
const databaseUrl = url(['postgres:', 'postgresql:']);
const oneOf = (values: readonly string[]) => (value: string) =>
  values.includes(value) ? null : `must be one of ${values.join(', ')}`;
const isAddressOrNetwork = (value: string) => {
  const [address = '', bits, ...more] = value.split('/');
  const size = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && size > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= size));
};
const wholeNumber = (from: number, to: number) => (value: string) =>
  /^\d+$/.test(value) && Number(value) >= from && Number(value) <= to
    ? null
    : `must be a whole number from ${from} to ${to}`;

/** Everything that can be set, in the order of the documentation. */
export const settings = [
  { name: 'PORT', meaning: 'where the API listens', fallback: '3000', fault: wholeNumber(0, 65_535) },
  { name: 'HOST', meaning: 'the address that the API listens on', fallback: '127.0.0.1', fault: anything },
  {
    name: 'NODE_ENV',
    meaning: 'production refuses the demo and a moved clock',
    fallback: 'development',
    fault: oneOf(['development', 'test', 'production']),
  },
  {
    name: 'LOG_LEVEL',
    meaning: 'how much is logged',
    fallback: 'info',
    fault: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  },
  {
    name: 'REGISTRY_DATA_DIR',
    meaning: 'where the embedded database, its passwords and the demo keys live',
    fallback: '.data',
    fault: anything,
  },
  {
    name: 'DATABASE_URL',
    meaning: 'the database to serve, as registry_app; without it the embedded server',
    fallback: null,
    fault: databaseUrl,
    secret: true,
  },
  {
    name: 'DATABASE_OWNER_URL',
    meaning: 'the same database as registry_owner, to migrate',
    fallback: null,
    fault: databaseUrl,
    secret: true,
  },
  {
    name: 'DATABASE_READER_URL',
    meaning: 'the same database as registry_reader, for exports',
    fallback: null,
    fault: databaseUrl,
    secret: true,
  },
  {
    name: 'DATABASE_POOLER',
    meaning: '"transaction" behind a pooler that shares connections: statements are not named then',
    fallback: 'none',
    fault: oneOf(['none', 'transaction']),
  },
  { name: 'DATABASE_POOL_SIZE', meaning: 'connections of one process', fallback: '16', fault: wholeNumber(1, 500) },
  {
    name: 'REGISTRY_TEXT_KEY',
    meaning: 'base64 of 32 bytes: wraps the keys of confidential texts',
    fallback: null,
    fault: (value) => (Buffer.from(value, 'base64').length === 32 ? null : 'must be base64 of 32 bytes'),
    secret: true,
  },
  {
    name: 'REGISTRY_FILES_DIR',
    meaning: 'where attachments are kept, for all services together; without it the folder `files` in the data folder',
    fallback: null,
    fault: anything,
  },
  {
    name: 'REGISTRY_ATTACHMENT_MEGABYTES',
    meaning: 'how large one attachment may be, in MiB',
    fallback: '25',
    fault: wholeNumber(1, 1024),
  },
  { name: 'REGISTRY_ISSUER', meaning: 'issuer of the bearer tokens', fallback: null, fault: anything },
  { name: 'REGISTRY_AUDIENCE', meaning: 'audience of the bearer tokens', fallback: 'grant-registry', fault: anything },
  {
    name: 'REGISTRY_JWKS_URL',
    meaning: 'where the issuer publishes its keys; without it the demo key',
    fallback: null,
    fault: url(['https:', 'http:']),
  },
  {
    name: 'SMTP_URL',
    meaning:
      'the mail server, such as smtps://user:password@mail.example; without it people are told in the portal alone',
    fallback: null,
    fault: url(['smtp:', 'smtps:']),
    secret: true,
  },
  {
    name: 'MAIL_FROM',
    meaning: 'whom mails are from, such as Fund <fund@example.nl>; needed with SMTP_URL',
    fallback: null,
    fault: (value) =>
      /^([^<>\p{Cc}]*<[^\s@<>,]+@[\w.-]+>|[^\s@<>,]+@[\w.-]+)$/u.test(value) ? null : 'must be an e-mail address',
  },
  {
    name: 'REGISTRY_REMINDER_DAYS',
    meaning:
      'days before the end of a term that people are reminded of it, for all kinds and for some: 7,project_start=30',
    fallback: '7',
    fault: (value) =>
      /^\d{1,3}(,[a-z_]+=\d{1,3})*$/.test(value) ? null : 'must be days, such as 7 or 7,project_start=30',
  },
  {
    name: 'REGISTRY_CORS_ORIGINS',
    meaning: 'origins that browsers may call from, separated by commas',
    fallback: '',
    fault: anything,
  },
  {
    name: 'REGISTRY_REQUESTS_PER_MINUTE',
    meaning: 'what one address may ask of one process in a minute; the rest is answered with 429',
    fallback: '6000',
    fault: wholeNumber(1, 1_000_000_000),
  },
  {
    name: 'REGISTRY_TRUSTED_PROXIES',
    meaning: 'addresses or networks of proxies, separated by commas, whose X-Forwarded-For is believed',
    fallback: '',
    fault: (value) => {
      const wrong = value.split(',').filter((each) => !isAddressOrNetwork(each));
      return wrong.length === 0 ? null : `must be addresses or networks, which ${wrong.join(', ')} is not`;
    },
  },
] as const satisfies readonly Setting[];

/** The name of a setting. */
export type SettingName = (typeof settings)[number]['name'];
type Fallback<Name> = Extract<(typeof settings)[number], { readonly name: Name }>['fallback'];
/** Every setting that is set or has a fallback. */
export type Configuration = { readonly [Name in SettingName]: Fallback<Name> extends null ? string | null : string };

/** The environment does not hold a valid configuration; the message names every fault. */
export class InvalidConfiguration extends Error {}

/** Reads and validates the environment, all errors at once and by name. @throws InvalidConfiguration */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const faults: string[] = [];
  const values = Object.fromEntries(
    settings.map(({ name, fallback, fault }: Setting) => {
      // An empty variable counts as one that is not set.
      const given = environment[name] === '' ? undefined : environment[name];
      const wrong = given ? fault(given) : null;
      if (wrong) faults.push(`${name} ${wrong}`);
      return [name, given ?? fallback];
    }),
  );
  if (faults.length > 0) throw new InvalidConfiguration(`The configuration is not valid:\n${faults.join('\n')}`);
  return values as Configuration;
}
