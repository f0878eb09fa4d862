import { appendFile, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlteredFile, backup, FileStore, restore, RestoreRefused, verify } from '@grants/persistence';
import { sweepFiles } from '@grants/registry';
import { anApplicant, testRegistry, type TestRegistry } from '../support/registry.js';
import { testDatabase } from '../support/test-database.js';
import { aPdf } from '../support/form.js';

describe('the files of attachments', () => {
  let on: TestRegistry;
  let folder: string;
  const applicant = anApplicant();
  beforeAll(async () => {
    on = await testRegistry();
    folder = await mkdtemp(join(tmpdir(), 'grants-files-'));
  });
  afterAll(async () => {
    await on.close();
    await rm(folder, { recursive: true, force: true });
  });

  const where = ({ folder: of }: FileStore, sha256: string) => join(of, sha256.slice(0, 2), sha256);
  const aDraft = () => on.anApplication({ applicant, status: 'draft' });
  async function attach({ reference }: { reference: string }, bytes: Buffer) {
    const file = await on.files.stage(Readable.from([bytes]));
    const input = { reference, kind: 'other', fileName: 'bijlage.pdf', file, request: null } as const;
    return on.registry.addAttachment.execute(input, on.as(applicant));
  }

  it('are in a backup, are restored with it, and verified; a damaged one is refused', async () => {
    const draft = await aDraft();
    // Longer than the pieces in which it is read, and of a length that is no multiple of three.
    const large = Buffer.concat([
      aPdf('groot'),
      Buffer.from(Array.from({ length: 300_001 }, (_, at) => (at * 7919) % 256)),
    ]);
    const [first, second] = [await attach(draft, large), await attach(draft, aPdf('klein'))];
    const file = join(folder, 'with-files.backup.gz');
    const manifest = await backup(on.database.ownerUrl, file, { software: 'test', files: on.files });
    expect(manifest.files.map((each) => each.file)).toEqual([first.sha256, second.sha256].toSorted());
    expect(manifest.missingFiles).toEqual([]);

    const target = await testDatabase();
    const files = new FileStore(join(folder, 'restored'));
    const restored = await restore(target.ownerUrl, file, { vault: on.vault, files });
    expect(restored.verification.findings).toEqual([]);
    expect(restored.verification.checked).toMatchObject({ attachment: 2 });
    expect((await buffer(await files.read(first.sha256))).equals(large)).toBe(true);
    await target.drop();

    const text = gunzipSync(await readFile(file)).toString('latin1');
    const spoilt = join(folder, 'spoilt.backup.gz');
    const begins = (words: string) => aPdf(words).toString('base64', 0, 54);
    expect(text).toContain(begins('klein'));
    await writeFile(spoilt, gzipSync(Buffer.from(text.replace(begins('klein'), begins('KLEIN')), 'latin1')));
    const other = await testDatabase();
    const empty = new FileStore(join(folder, 'refused'));
    await expect(restore(other.ownerUrl, spoilt, { vault: on.vault, files: empty })).rejects.toThrow(RestoreRefused);
    await other.drop();
    expect(await readdir(join(empty.folder, 'incoming'))).toEqual([]);
  });

  it('that are lost or altered are named by verify and by a backup, and are not given whole', async () => {
    const draft = await aDraft();
    const [lost, altered, cut] = [
      await attach(draft, aPdf('kwijt')),
      await attach(draft, aPdf('anders')),
      await attach(draft, aPdf('half')),
    ];
    const check = async () => (await verify(on.owner, { files: on.files })).findings;
    expect(await check()).toEqual([]);
    await rm(where(on.files, lost.sha256));
    await appendFile(where(on.files, altered.sha256), ' ');
    await truncate(where(on.files, cut.sha256), 20);

    const detail = 'the file of an attachment is not the one that was taken in';
    const finding = (number: number, fault: string) => ({
      check: 'attachment',
      machine: 'application',
      subject: draft.id,
      reference: draft.reference,
      seq: null,
      detail: `${detail}: number ${number} ${fault}`,
    });
    expect((await check()).toSorted((a, b) => a.detail.localeCompare(b.detail))).toEqual([
      finding(1, 'is not there'),
      finding(2, 'has other bytes'),
      finding(3, 'has other bytes'),
    ]);
    // As long as it was, and longer than the pieces in which it is read.
    const long = Buffer.concat([aPdf('lang'), Buffer.alloc(200_000)]);
    const { sha256: changed } = await attach(await aDraft(), long);
    await writeFile(where(on.files, changed), Buffer.concat([long.subarray(0, -1), Buffer.from('x')]));
    let received = 0;
    const reading = async () => {
      for await (const chunk of (await on.files.read(changed)) as AsyncIterable<Buffer>) received += chunk.length;
    };
    await expect(reading()).rejects.toThrow(AlteredFile);
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(long.length);
    await attach(await aDraft(), long);

    for (const { sha256 } of [altered, cut])
      await expect(buffer(await on.files.read(sha256))).rejects.toThrow(AlteredFile);
    const manifest = await backup(on.database.ownerUrl, join(folder, 'without.backup.gz'), {
      software: 'test',
      files: on.files,
    });
    expect(manifest.missingFiles).toEqual([lost, altered, cut].map(({ sha256 }) => sha256).toSorted());

    // The same bytes, sent again, heal it.
    for (const words of ['kwijt', 'anders', 'half']) await attach(draft, aPdf(words));
    expect(await check()).toEqual([]);
  });

  it('go when nothing refers to them for a week, and never before', async () => {
    const draft = await aDraft();
    const [kept, removed, shared] = [
      await attach(draft, aPdf('blijft')),
      await attach(draft, aPdf('weg')),
      await attach(draft, aPdf('gedeeld')),
    ];
    await attach(await aDraft(), aPdf('gedeeld'));
    const orphan = await on.files.stage(Readable.from([aPdf('wees')]));
    await orphan.keep();
    const abandoned = await on.files.stage(Readable.from([aPdf('verlaten')]));
    for (const number of [2, 3])
      await on.registry.removeAttachment.execute({ reference: draft.reference, number }, on.as(applicant));
    const sweep = () => sweepFiles(on.db, on.files);

    expect(await sweep()).toEqual([]); // all of today
    const longAgo = new Date(Date.now() - 25 * 3_600_000);
    for (const { sha256 } of [kept, removed, shared, orphan]) await utimes(where(on.files, sha256), longAgo, longAgo);
    await utimes(abandoned.path, longAgo, longAgo);
    expect(await sweep()).toEqual([orphan.sha256]);
    await expect(readFile(abandoned.path)).rejects.toThrow('ENOENT');

    await on.moveClock(8 * 24);
    expect(await sweep()).toEqual([removed.sha256]);
    await on.moveClock(0);
    expect((await verify(on.owner, { files: on.files })).findings).toEqual([]);
    expect((await buffer(await on.files.read(shared.sha256))).equals(aPdf('gedeeld'))).toBe(true);
  });

  it('are not swept while somebody sends the same bytes again', async () => {
    const bytes = aPdf('tegelijk');
    const orphan = await on.files.stage(Readable.from([bytes]));
    await orphan.keep();
    const longAgo = new Date(Date.now() - 25 * 3_600_000);
    await utimes(where(on.files, orphan.sha256), longAgo, longAgo);
    const drafts = await Promise.all(Array.from({ length: 6 }, aDraft));
    await Promise.all([
      ...drafts.map((draft) => attach(draft, bytes)),
      ...drafts.map(() => sweepFiles(on.db, on.files)),
    ]);

    expect((await verify(on.owner, { files: on.files })).findings).toEqual([]);
    expect((await buffer(await on.files.read(orphan.sha256))).equals(bytes)).toBe(true);
  });
});

describe('the file store', () => {
  let files: FileStore;
  beforeAll(async () => {
    files = new FileStore(join(await mkdtemp(join(tmpdir(), 'grants-store-')), 'files'));
  });
  afterAll(() => rm(join(files.folder, '..'), { recursive: true, force: true }));

  it('takes in a large file without keeping it in memory', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    let most = 0;
    const source = Readable.from(
      (async function* pieces() {
        for (let count = 0; count < 256; count += 1) {
          most = Math.max(most, process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed);
          yield await Promise.resolve(Buffer.from(piece));
        }
      })(),
    );
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    const staged = await files.stage(source);
    await staged.drop();

    expect(staged.size).toBe(256 * 1024 * 1024);
    expect((most - before) / 1024 / 1024).toBeLessThan(128);
  });

  it('leaves nothing of a stream that breaks', async () => {
    const breaking = Readable.from(
      (async function* pieces() {
        yield await Promise.resolve(Buffer.from('the beginning'));
        throw new Error('broken off');
      })(),
    );
    await expect(files.stage(breaking)).rejects.toThrow('broken off');
    expect(await readdir(join(files.folder, 'incoming'))).toEqual([]);
  });

  it('takes a checksum and no other name', async () => {
    await expect(files.read('../../etc/passwd')).rejects.toThrow('by its checksum');
    expect(() => files.remove('..')).toThrow('by its checksum');
  });
});
