import { createApi, routesOf } from '@grants/api';
import type { Role } from '@grants/domain';
import { newId, type Actor } from '@grants/persistence';
import { createLogger, readConfiguration } from '@grants/platform';
import { addDemoAccounts, demoAccount } from '@grants/registry';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { TestRegistry } from './registry.js';
import { answerFaults, type ApiDocument } from './answer-faults.js';
import { testDatabase } from './test-database.js';

const ISSUER = 'urn:test';
const AUDIENCE = 'grant-registry';

/** A request to the API, without the network. */
export interface ApiRequest {
  /** Somebody of the demo, by role; null sends no token. */
  readonly as?: Role | null | undefined;
  readonly token?: string;
  readonly body?: unknown;
  /** A body that is sent as it is, with this content type. */
  readonly raw?: { readonly text: string | Buffer; readonly type?: string };
  readonly version?: number;
  /** The idempotency key; a new one for each POST where a test does not say, none where it says null. */
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
}

/** The fields of answers that tests look into; everything else is compared as a whole. */
export interface AnswerBody {
  readonly [field: string]: unknown;
  readonly reference: string;
  readonly version: number;
  readonly items: readonly AnswerBody[];
  readonly next: string | null;
  /** Of a leadership. */
  readonly person: { readonly reference: string };
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
  readonly rules: readonly string[];
  readonly roles: readonly string[];
}

/** What the API answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly body: AnswerBody;
  readonly text: string;
  /** The body as it was sent. */
  readonly bytes: Buffer;
}

/** The API on a registry of its own, with an account for each role. */
export interface TestApi extends TestRegistry {
  request(method: string, url: string, request?: ApiRequest): Promise<ApiAnswer>;
  get(url: string, request?: ApiRequest): Promise<ApiAnswer>;
  post(url: string, request?: ApiRequest): Promise<ApiAnswer>;
  /** The account of a role as the use cases see it. */
  actor(role: Role): Promise<Actor>;
  token(claims?: { subject?: string; issuer?: string; audience?: string; expires?: string | number }): Promise<string>;
  /** How many rows each table has. */
  rowCounts(): Promise<Record<string, number>>;
  /** Serves over a port of its own; gives its address, and how to stop. */
  serve(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }>;
  /** The routes that there are. */
  readonly routes: ReturnType<typeof routesOf>;
}

/** The API's description of itself, which every answer has to fit. */
async function documentOf(app: Awaited<ReturnType<typeof createApi>>): Promise<ApiDocument> {
  return (await app.inject({ method: 'GET', url: '/v1/openapi.json' })).json();
}

/** Makes a registry with its API. */
export async function testApi(environment: Readonly<Record<string, string>> = {}): Promise<TestApi> {
  const registry = new TestRegistry(await testDatabase(), 20);
  await registry.db.transaction((tx) => addDemoAccounts(tx, ISSUER));
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const issuer = { issuer: ISSUER, audience: AUDIENCE, keys: { ...(await exportJWK(publicKey)), alg: 'ES256' } };
  const { db, clock } = registry;
  const parts = {
    db,
    reader: db,
    registry: registry.registry,
    clock,
    configuration: readConfiguration(environment),
    issuer,
  };
  const app = await createApi(parts, createLogger('silent'));

  const token: TestApi['token'] = ({
    subject = 'demo-auditor',
    issuer: by = ISSUER,
    audience = AUDIENCE,
    expires = '1h',
  } = {}) =>
    new SignJWT()
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(by)
      .setAudience(audience)
      .setSubject(subject)
      .setExpirationTime(expires)
      .sign(privateKey);
  const tokens = new Map<Role, Promise<string>>();
  const tokenOf = (role: Role) => {
    const known = tokens.get(role) ?? token({ subject: `demo-${role}` });
    tokens.set(role, known);
    return known;
  };

  const document = await documentOf(app);

  const request: TestApi['request'] = async (
    method,
    url,
    { as = 'programme_officer', body, raw, version, key, headers, token: given } = {},
  ) => {
    const bearer = given ?? (as === null ? null : await tokenOf(as));
    const answer = await app.inject({
      method: method as 'GET',
      url,
      headers: {
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
        ...(method === 'POST' && key !== null ? { 'idempotency-key': key ?? newId() } : {}),
        ...(raw
          ? { 'content-type': raw.type ?? 'application/json' }
          : body === undefined
            ? {}
            : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(raw ? { payload: raw.text } : body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const isJson = String(answer.headers['content-type']).includes('json');
    const answered = (isJson && answer.body !== '' ? answer.json() : null) as AnswerBody;
    const faults = isJson ? answerFaults(document, method, url, answer.statusCode, answered) : [];
    if (faults.length > 0) throw new Error(`The answer is not as documented:\n${faults.join('\n')}`);
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      bytes: answer.rawPayload,
      body: answered,
    };
  };

  return Object.assign(registry, {
    request,
    routes: routesOf(app),
    token,
    serve: async () => {
      await app.listen({ port: 0, host: '127.0.0.1' });
      return { url: await app.getUrl(), stop: () => app.close() };
    },
    get: (url: string, options?: ApiRequest) => request('GET', url, options),
    post: (url: string, options?: ApiRequest) => request('POST', url, options),
    actor: async (role: Role): Promise<Actor> => {
      const { id, personId } = await registry.db.transaction((tx) => demoAccount(tx, ISSUER, role));
      return { id, role, personId };
    },
    rowCounts: async () => {
      const tables = await registry.adminSql<{ name: string }>(
        `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
      );
      const counts = tables
        .map(({ name }) => `select '${name}' as name, count(*)::integer as rows from ${name}`)
        .join(' union all ');
      const rows = await registry.adminSql<{ name: string; rows: number }>(counts);
      return Object.fromEntries(rows.map(({ name, rows: count }) => [name, count]));
    },
    close: async () => {
      await app.close();
      await TestRegistry.prototype.close.call(registry);
    },
  });
}
