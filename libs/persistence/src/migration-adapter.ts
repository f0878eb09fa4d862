import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import { DatabaseError, Pool, type QueryArrayConfig, type QueryArrayResult } from 'pg';

/** PostgreSQL's one-byte `"char"`, common in its catalogue, which Prisma's adapter refuses. */
const charOid = 18;
const textOid = 25;

/** The engine would wait for this lock; `migrate` holds it already, on a connection of its own. */
export const engineLock = 72707369;
const engineLockQuery = `SELECT pg_advisory_lock(${engineLock})`;

export interface EngineConnection {
  readonly url: string;
  /** How many seconds a statement waits for a table before it gives up rather than block the service; 5 by default. */
  readonly lockSeconds?: number | undefined;
}

/** Stands alone in its migration. It blocks nobody while it waits for transactions to end, so it may wait. */
const concurrentIndex = /^(\s|--.*\n)*(create|drop|reindex)\b[^;]*\bconcurrently\b[^;]*;?\s*$/i;

/** Prisma's adapter for `pg`, with what the schema engine needs and the adapter by itself does not do. */
export class MigrationAdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = '@prisma/adapter-pg';

  /** The database's complaint about the last script, which the engine passes on without its place in the script. */
  scriptError: { readonly script: string; readonly error: DatabaseError } | undefined;

  private readonly lockTimeout: number;
  private readonly pool: Pool;
  private readonly query: (config: QueryArrayConfig) => Promise<QueryArrayResult>;
  private readonly run: (script: string) => Promise<unknown>;
  /** Which columns of a result are `"char"`, by its rows: the one object that the adapter passes on as it is. */
  private readonly charColumns = new WeakMap<object, readonly number[]>();

  constructor({ url, lockSeconds = 5 }: EngineConnection) {
    this.lockTimeout = lockSeconds * 1000;
    // One connection, kept: what a script sets for its session holds for the next one, as with Prisma's own engine.
    this.pool = new Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0, lock_timeout: this.lockTimeout });
    this.pool.on('error', () => undefined); // the next query reports it
    this.query = this.pool.query.bind(this.pool);
    this.run = this.pool.query.bind(this.pool);
    Object.assign(this.pool, { query: (config: QueryArrayConfig) => this.queryCatalogue(config) });
  }

  async connect(): Promise<SqlDriverAdapter> {
    const adapter = await new PrismaPg(this.pool).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    return Object.assign(adapter, {
      queryRaw: async (query: SqlQuery) => this.restoreChars(await queryRaw(query)),
      executeScript: (script: string) => this.executeScript(script),
    });
  }

  connectToShadowDb(): Promise<SqlDriverAdapter> {
    return Promise.reject(new Error('There is no shadow database: a scratch database is migrated instead.'));
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async queryCatalogue(config: QueryArrayConfig): Promise<QueryArrayResult> {
    const result = await this.query(config.text === engineLockQuery ? { ...config, text: 'select' } : config);
    const chars = result.fields.flatMap((field, index) => (field.dataTypeID === charOid ? [index] : []));
    if (chars.length > 0) {
      this.charColumns.set(result.rows, chars);
      for (const index of chars) Object.assign(result.fields[index] ?? {}, { dataTypeID: textOid });
    }
    return result;
  }

  private restoreChars(result: SqlResultSet): SqlResultSet {
    for (const index of this.charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  }

  /** The adapter's own form cuts scripts at every semicolon, and so in the middle of functions. */
  private async executeScript(script: string): Promise<void> {
    try {
      if (concurrentIndex.test(script)) await this.run('set lock_timeout = 0');
      await this.run(script);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      this.scriptError = { script, error };
      throw new DriverAdapterError({
        kind: 'postgres',
        code: error.code ?? '',
        severity: error.severity ?? '',
        message: error.message,
        detail: error.detail,
        column: error.column,
        hint: error.hint,
      });
    } finally {
      if (concurrentIndex.test(script)) await this.run(`set lock_timeout = ${this.lockTimeout}`).catch(() => undefined);
    }
  }
}
