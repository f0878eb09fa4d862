import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { domainError } from './constraint-errors.js';
import { ReadLanes } from './read-lanes.js';
import { PrismaClient } from './generated/prisma/client.js';
import type { Statement } from './statement.js';

/** A transaction, or the database outside one: something that runs statements. */
export interface Queryable {
  query<Row>(statement: Statement): Promise<Row[]>;
}

/** A transaction in progress: the visible first argument of every store function. */
export interface Tx extends Queryable {
  readonly client: pg.PoolClient;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize?: number;
  /** Behind a pooler that shares connections between transactions, statements are not named. */
  readonly namedStatements?: boolean;
  readonly applicationName?: string;
}

const DATE = 1082;
const TIMESTAMPTZ = 1184;

const asWritten = (text: string) => text;
const asMoment = (text: string) => `${text.replace(' ', 'T').replace(/\+00$/, '')}Z`;

/** Dates stay what they are written as, moments become ISO 8601 in UTC; nothing passes through a local time zone. */
function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === DATE) return asWritten;
  if (oid === TIMESTAMPTZ) return asMoment;
  return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
}

/** The database: prepared SQL through `pg` for steps, hot reads and exports, Prisma for ordinary records. */
export class Database implements Queryable {
  readonly pool: pg.Pool;
  /** For the hottest reads: single short statements, that share connections. */
  readonly reads: Queryable;
  readonly #lanes: ReadLanes;
  readonly #named: boolean;
  #prisma: PrismaClient | undefined;

  constructor(options: DatabaseOptions) {
    this.#named = options.namedStatements ?? true;
    const config: pg.ClientConfig = {
      connectionString: options.url,
      application_name: options.applicationName ?? 'grant-registry',
      options: '-c TimeZone=UTC',
      types: { getTypeParser: parserOf },
      connectionTimeoutMillis: 10_000,
    };
    this.pool = new pg.Pool({ ...config, max: options.poolSize ?? 16 });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.pool.on('error', () => undefined);
    this.#lanes = new ReadLanes(config);
    this.reads = { query: (statement) => this.#lanes.query(sent(statement, this.#named)) };
  }

  /** Made when it is first asked for: it takes some thirty megabytes, which steps and exports do without. */
  get prisma(): PrismaClient {
    return (this.#prisma ??= new PrismaClient({ adapter: new PrismaPg(this.pool) }));
  }

  /** Opens a connection ahead of its first use. */
  async connect(): Promise<void> {
    (await this.pool.connect()).release();
  }

  /** Runs one statement outside a transaction. */
  query<Row>(statement: Statement): Promise<Row[]> {
    return run<Row>(this.pool, statement, this.#named);
  }

  /** Commits what `work` does, or nothing of it. A violated constraint becomes the domain error of its name. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken = false;
    try {
      await client.query('begin');
      const tx: Tx = { client, query: (statement) => run(client, statement, this.#named) };
      const result = await work(tx);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true;
      });
      throw domainError(error);
    } finally {
      client.release(broken);
    }
  }

  /** Waits for what is under way and closes the connections. */
  async close(): Promise<void> {
    await this.#prisma?.$disconnect();
    await Promise.all([this.pool.end(), this.#lanes.close()]);
  }
}

async function run<Row>(on: pg.Pool | pg.PoolClient, statement: Statement, named: boolean): Promise<Row[]> {
  const { rows } = await on.query<Row & pg.QueryResultRow>(sent(statement, named));
  return rows;
}

/** Without a name it is prepared anew each time, on whatever connection it comes to. */
const sent = (statement: Statement, named: boolean): Statement =>
  named ? statement : { ...statement, name: undefined as never };
