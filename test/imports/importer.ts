import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Database, newId, TextVault, verify, type Actor, type Verification } from '@grants/persistence';
import {
  ImportMinistrySubsidies,
  VoidImport,
  type ImportFault,
  type ImportInput,
  type ImportResult,
} from '@grants/registry';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { testDatabase, type TestDatabase } from '../support/test-database.js';

export const HEADER = 'Overheid,Regeling,Ontvanger,Beleid,Realisatie,Jaar';

/** A database of its own with somebody who imports files into it. */
export class Importer {
  readonly db: Database;
  readonly #admin: pg.Pool;

  private constructor(
    readonly database: TestDatabase,
    readonly actor: Actor,
  ) {
    this.db = new Database({ url: database.appUrl, poolSize: 4 });
    this.#admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
    this.#admin.on('error', () => undefined);
  }

  static async make(database?: TestDatabase): Promise<Importer> {
    const importer = new Importer(database ?? (await testDatabase()), {
      id: newId(),
      role: 'administrator',
      personId: null,
    });
    await importer.sql(
      `insert into account (id, issuer, subject) values ($1, 'urn:test', 'administrator')`,
      importer.actor.id,
    );
    return importer;
  }

  /** Imports what a file says; its faults beside the result. */
  async import(
    content: string | Buffer | AsyncIterable<Buffer>,
    options: Omit<ImportInput, 'content' | 'fileName'> & { actor?: Actor } = {},
  ): Promise<ImportResult & { faults: ImportFault[] }> {
    const faults: ImportFault[] = [];
    const { actor = this.actor, ...asked } = options;
    const bytes =
      typeof content === 'string' || Buffer.isBuffer(content)
        ? Readable.from([Buffer.from(content as Buffer)])
        : content;
    const result = await new ImportMinistrySubsidies(this.db).execute(
      { fileName: 'sample.csv', content: bytes, ...asked },
      { actor, now: new Date().toISOString() },
      { onFault: (fault) => faults.push(fault) },
    );
    return { ...result, faults };
  }

  void(run: string | null, reason = 'an invented reason') {
    const vault = new TextVault(Buffer.alloc(32, 7));
    return new VoidImport(this.db, vault).execute(
      { run: run ?? '', reason },
      { actor: this.actor, now: new Date().toISOString() },
    );
  }

  /** What `registry verify` finds. */
  async verify(): Promise<Verification> {
    const owner = new Database({ url: this.database.ownerUrl });
    try {
      return await verify(owner, { log: () => undefined });
    } finally {
      await owner.close();
    }
  }

  /** Raw SQL as a superuser. */
  async sql<Row extends pg.QueryResultRow>(text: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.#admin.query<Row>(text, values)).rows;
  }

  /** Streams a CSV file with a header into a table, as PostgreSQL reads it. */
  async copy(table: string, content: Readable): Promise<void> {
    const client = await this.#admin.connect();
    try {
      await pipeline(content, client.query(from(`copy ${table} from stdin (format csv, header)`)));
    } finally {
      client.release();
    }
  }

  /** How many rows every table has, staging included. */
  async rowCounts(): Promise<Record<string, number>> {
    const tables = await this.sql<{ name: string }>(
      `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace space on space.oid = relnamespace
        where relkind in ('r', 'p') and nspname in ('public', 'staging') order by 1`,
    );
    const counts = tables.map(({ name }) => `'${name}', (select count(*) from ${name})`);
    const rows = await Promise.all(
      counts.map((count) =>
        this.sql<{ counts: Record<string, number> }>(`select jsonb_build_object(${count}) as counts`),
      ),
    );
    return Object.assign({}, ...rows.flat().map(({ counts: each }) => each)) as Record<string, number>;
  }

  async close(): Promise<void> {
    await Promise.all([this.db.close(), this.#admin.end()]);
    await this.database.drop();
  }
}

/** Cells as a line of the file. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

/** A file of rows. */
export function csvFile(rows: readonly (readonly string[])[]): string {
  return `${[HEADER, ...rows.map(csvLine)].join('\n')}\n`;
}
