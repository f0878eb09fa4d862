import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Queryable, Tx } from './database.js';
import { newId } from './new-id.js';
import { statement } from './statement.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const keyOfSubject = statement('text_key_of_subject', `select id, wrapped from text_key where subject_id = $1`);
const addKey = statement(
  'text_key_add',
  `insert into text_key (id, subject_id, wrapped) values ($1, $2, $3) on conflict (subject_id) do nothing`,
);
const addText = statement(
  'confidential_text_add',
  `insert into confidential_text (id, key_id, subject_id, purpose, ciphertext, created_by) values ($1, $2, $3, $4, $5, $6)`,
);
// `offset 0` keeps row security from being judged, by some plan, before the setting that it looks at is there.
const readText = statement(
  'confidential_text_read',
  `with seen as materialized (select set_config('registry.sees', 'text', true))
   select text.ciphertext, key.wrapped from seen
     cross join lateral (select * from confidential_text where id = $1 and seen.set_config is not null offset 0) text
     join text_key key on key.id = text.key_id`,
);

const pageOfKeys = statement(
  'text_key_page',
  `select id, subject_id as "subjectId", wrapped from text_key where id > $1 and wrapped is not null order by id limit 10000`,
);
const firstAndLastKey = statement(
  'text_key_first_and_last',
  `(select wrapped from text_key where wrapped is not null order by id limit 1)
   union all (select wrapped from text_key where wrapped is not null order by id desc limit 1)`,
);
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** The texts in the database belong to another master key than the one at hand, which therefore reads none of them. */
export class WrongTextKey extends Error {
  override readonly name = 'WrongTextKey';
  /** What helps. */
  static readonly advice =
    'Set REGISTRY_TEXT_KEY to the key that they were written with; a registry in a data folder of its own keeps it there, in the file text-key (.data/text-key).';

  constructor(cause?: unknown) {
    super(`The key at hand does not open the confidential texts of this database. ${WrongTextKey.advice}`, { cause });
  }
}

interface KeyRow {
  readonly id: string;
  readonly wrapped: Buffer | null;
}

/** Reasons and letters, encrypted with a key of their subject that is itself encrypted with the registry's key. */
export class TextVault {
  readonly #masterKey: Buffer;

  /** @param masterKey 32 bytes. */
  constructor(masterKey: Buffer) {
    this.#masterKey = masterKey;
  }

  /** Keeps a text about a subject; the id, given or new, is what events and records refer to. */
  async keep(
    tx: Tx,
    text: { id?: string; subjectId: string; purpose: string; content: string | Buffer; by: string },
  ): Promise<string> {
    const key = await this.#keyOf(tx, text.subjectId);
    const id = text.id ?? newId();
    const ciphertext = seal(
      this.#unwrap(key.wrapped),
      typeof text.content === 'string' ? Buffer.from(text.content, 'utf8') : text.content,
    );
    await tx.query(addText(id, key.id, text.subjectId, text.purpose, ciphertext, text.by));
    return id;
  }

  /**
   * The text, or null where its key was destroyed or there is none. The caller has judged who may read it.
   * @throws WrongTextKey where there is one, and this is not its key.
   */
  async read(on: Queryable, id: string): Promise<string | null> {
    return (await this.readBytes(on, id))?.toString('utf8') ?? null;
  }

  /** The same, for what is not text: a file. */
  async readBytes(on: Queryable, id: string): Promise<Buffer | null> {
    const [row] = await on.query<{ ciphertext: Buffer; wrapped: Buffer | null }>(readText(id));
    if (!row?.wrapped) return null;
    return unseal(row.ciphertext, this.#unwrap(row.wrapped));
  }

  /** Looks at the first and the last key, so that a service does not begin with the wrong one. @throws WrongTextKey */
  async requireRightKey(on: Queryable): Promise<void> {
    for (const { wrapped } of await on.query<{ wrapped: Buffer }>(firstAndLastKey())) this.#unwrap(wrapped);
  }

  /** Tries every key that was not destroyed: their number, and the subjects whose texts cannot be read with this one. */
  async tryAllKeys(on: Queryable): Promise<{ tried: number; unreadable: string[] }> {
    const unreadable: string[] = [];
    let tried = 0;
    for (let after: string | undefined = BEFORE_ALL; after !== undefined;) {
      const page: { id: string; subjectId: string; wrapped: Buffer }[] = await on.query(pageOfKeys(after));
      unreadable.push(...page.filter(({ wrapped }) => !this.#opens(wrapped)).map(({ subjectId }) => subjectId));
      tried += page.length;
      after = page.at(-1)?.id;
    }
    return { tried, unreadable };
  }

  #opens(wrapped: Buffer): boolean {
    try {
      return this.#unwrap(wrapped).length > 0;
    } catch (error) {
      if (error instanceof WrongTextKey) return false;
      throw error;
    }
  }

  /** @throws WrongTextKey */
  #unwrap(wrapped: Buffer): Buffer {
    try {
      return unseal(wrapped, this.#masterKey);
    } catch (error) {
      throw new WrongTextKey(error);
    }
  }

  async #keyOf(tx: Tx, subjectId: string): Promise<{ id: string; wrapped: Buffer }> {
    const [known] = await tx.query<KeyRow>(keyOfSubject(subjectId));
    if (!known) await tx.query(addKey(newId(), subjectId, seal(this.#masterKey, randomBytes(32))));
    const key = known ?? (await tx.query<KeyRow>(keyOfSubject(subjectId)))[0];
    if (!key?.wrapped) throw new Error(`The texts of subject ${subjectId} were erased`);
    return { id: key.id, wrapped: key.wrapped };
  }
}

/** AES-256-GCM: nonce, tag and ciphertext in a row. */
function seal(key: Buffer, content: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

function unseal(sealed: Buffer, key: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
