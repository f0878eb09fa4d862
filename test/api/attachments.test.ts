import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '@grants/persistence';
import { missingAttachmentKinds } from '@grants/registry';
import Excel from 'exceljs';
import { testApi, type ApiRequest, type TestApi } from '../support/api.js';
import { aForm, aPdf } from '../support/form.js';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Every file of the store, those that are being taken in included. */
const filesIn = async ({ files }: TestApi) =>
  (await readdir(files.folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
const pathOf = ({ reference }: { reference: string }) => `/v1/applications/${reference}/attachments`;

describe('attachments', () => {
  let api: TestApi;
  let applicant: Actor;
  beforeAll(async () => {
    api = await testApi({ REGISTRY_ATTACHMENT_MEGABYTES: '1' });
    applicant = await api.actor('applicant');
  });
  afterAll(() => api.close());

  const aDraft = () => api.anApplication({ applicant, status: 'draft' });
  const path = pathOf;
  const add = async (
    to: { reference: string },
    kind: string | null,
    file: { bytes: Buffer; name: string; type?: string } | null,
    options: ApiRequest = {},
  ) => api.post(path(to), { as: 'applicant', raw: await aForm(kind, ...(file ? [file] : [])), ...options });
  const filesOnDisk = () => filesIn(api);

  it('are added to a draft, listed, read and taken as they were sent', async () => {
    const draft = await aDraft();
    const bytes = aPdf('één');
    const added = await add(draft, 'project_plan', { bytes, name: 'C:\\fakepath\\Plan \u202Efdp.Łódź.pdf' });

    expect([added.status, added.body]).toEqual([201, { number: 1, sha256: sha256(bytes) }]);
    expect(added.headers['location']).toBe(`${path(draft)}/1`);
    const known = {
      number: 1,
      kind: 'project_plan',
      fileName: 'Plan fdp.Łódź.pdf',
      mediaType: 'application/pdf',
      size: bytes.length,
      sha256: sha256(bytes),
      uploadedBy: applicant.id,
      uploadedAt: expect.any(String),
    };
    expect((await api.get(path(draft), { as: 'applicant' })).body).toEqual({ items: [known] });
    expect((await api.get(`${path(draft)}/1`, { as: 'applicant' })).body).toEqual(known);
    const taken = await api.get(`${path(draft)}/1/content`, { as: 'applicant' });
    expect(taken.bytes.equals(bytes)).toBe(true);
    expect(taken.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'content-disposition': `attachment; filename="Plan fdp.??d?.pdf"; filename*=UTF-8''Plan%20fdp.%C5%81%C3%B3d%C5%BA.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      etag: `"${sha256(bytes)}"`,
    });
  });

  it('are what they are by their bytes, whatever their name and type say', async () => {
    const draft = await aDraft();
    const workbook = new Excel.Workbook();
    workbook.addWorksheet('Begroting').addRow([1]);
    const sheet = Buffer.from(await workbook.xlsx.writeBuffer());
    expect((await add(draft, 'budget', { bytes: sheet, name: 'begroting.pdf', type: 'application/pdf' })).status).toBe(
      201,
    );
    const [{ mediaType }] = (await api.get(path(draft), { as: 'applicant' })).body.items as unknown as [
      { mediaType: string },
    ];
    expect(mediaType).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');

    const before = await filesOnDisk();
    const page = {
      bytes: Buffer.from('<html><script>alert(1)</script></html>'),
      name: 'plan.pdf',
      type: 'application/pdf',
    };
    const program = {
      bytes: Buffer.from('MZ\u0090\u0000 invented program'.padEnd(600, 'x'), 'latin1'),
      name: 'plan.pdf',
      type: 'application/pdf',
    };
    for (const refused of [page, program]) {
      const answer = await add(draft, 'project_plan', refused);
      expect([answer.status, answer.body['type']]).toEqual([
        415,
        'https://grant-registry.example/problems/unsupported-media-type',
      ]);
    }
    expect(await filesOnDisk()).toEqual(before);
  });

  it('that are too large are refused, and nothing of them stays', async () => {
    const draft = await aDraft();
    const [before, rows] = [await filesOnDisk(), await api.rowCounts()];
    const fits = Buffer.concat([aPdf(), Buffer.alloc(1024 * 1024 - aPdf().length, 0x20)]);
    const answer = await add(draft, 'other', { bytes: Buffer.concat([fits, Buffer.from(' ')]), name: 'groot.pdf' });

    expect([answer.status, answer.body['detail']]).toEqual([413, 'An attachment has at most 1 MiB.']);
    expect([await filesOnDisk(), await api.rowCounts()]).toEqual([before, rows]);
    expect((await add(draft, 'other', { bytes: fits, name: 'groot.pdf' })).status).toBe(201);
  });

  it.each([
    ['no kind', async () => aForm(null, { bytes: aPdf('a'), name: 'a.pdf' }), '/kind'],
    ['an unknown kind', async () => aForm('poem', { bytes: aPdf('a'), name: 'a.pdf' }), '/kind'],
    ['no file', async () => aForm('budget'), '/file'],
    ['an empty file', async () => aForm('budget', { bytes: Buffer.alloc(0), name: 'a.pdf' }), '/file'],
    [
      'two files',
      async () => aForm('budget', { bytes: aPdf('a'), name: 'a.pdf' }, { bytes: aPdf('b'), name: 'b.pdf' }),
      '',
    ],
    [
      'half a form',
      async () => ({
        ...(await aForm('budget', { bytes: aPdf('a'), name: 'a.pdf' })),
        text: (await aForm('budget', { bytes: aPdf('a'), name: 'a.pdf' })).text.subarray(0, 150),
      }),
      '',
    ],
    ['no boundary', () => Promise.resolve({ text: Buffer.from('x'), type: 'multipart/form-data' }), ''],
    [
      'another form than its boundary says',
      () => Promise.resolve({ text: Buffer.from('{}'), type: 'multipart/form-data; boundary=x' }),
      '',
    ],
  ])('with %s are refused, and nothing of them stays', async (_what, form, pointer) => {
    const draft = await aDraft();
    const [before, rows] = [await filesOnDisk(), await api.rowCounts()];
    const answer = await api.post(path(draft), { as: 'applicant', raw: await form() });

    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((each) => each.pointer)).toEqual([pointer]);
    expect([await filesOnDisk(), await api.rowCounts()]).toEqual([before, rows]);
  });

  it('come as a form, and forms come nowhere else', async () => {
    const draft = await aDraft();
    expect((await api.post(path(draft), { as: 'applicant', body: { kind: 'budget' } })).status).toBe(415);
    const elsewhere = await api.post('/v1/applications', {
      as: 'applicant',
      raw: await aForm('budget', { bytes: aPdf(), name: 'a.pdf' }),
    });
    expect([elsewhere.status, elsewhere.body['detail']]).toEqual([415, 'Send the body as application/json.']);
  });

  it('are added once by a request that comes twice, and not by another with its key', async () => {
    const draft = await aDraft();
    const file = { bytes: aPdf('twice'), name: 'a.pdf' };
    const first = await add(draft, 'budget', file, { key: 'attach-twice' });
    const again = await add(draft, 'budget', file, { key: 'attach-twice' });
    const other = await add(draft, 'budget', { ...file, bytes: aPdf('thrice') }, { key: 'attach-twice' });

    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect(other.status).toBe(422);
    expect((await api.get(path(draft), { as: 'applicant' })).body.items).toHaveLength(1);
    expect((await filesOnDisk()).some((each) => each.includes(sha256(aPdf('thrice'))))).toBe(false);
  });

  it('get numbers of their own when they come together', async () => {
    const draft = await aDraft();
    const added = await Promise.all(
      [1, 2, 3, 4, 5].map((each) =>
        add(draft, 'letter_of_support', { bytes: aPdf(`steun ${each}`), name: `${each}.pdf` }),
      ),
    );

    expect(added.map(({ body }) => body['number']).toSorted((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3, 4, 5]);
  });

  it('of a draft are seen by its maker alone, and by the staff once it is submitted', async () => {
    const draft = await aDraft();
    await add(draft, 'budget', { bytes: aPdf('eigen'), name: 'a.pdf' });
    for (const each of [path(draft), `${path(draft)}/1`, `${path(draft)}/1/content`]) {
      expect((await api.get(each, { as: 'programme_officer' })).status).toBe(404);
      expect((await api.get(each, { as: 'auditor' })).status).toBe(404);
    }
    expect(await api.appSql(`select from attachment where application_id = $1`, draft.id)).toEqual([]);
    const other = await api.anApplication({ status: 'draft' });
    expect((await add(other, 'budget', { bytes: aPdf(), name: 'a.pdf' })).status).toBe(404);

    await api.stepApplication('submit', draft.reference, applicant);
    expect((await api.get(`${path(draft)}/1/content`, { as: 'programme_officer' })).bytes.equals(aPdf('eigen'))).toBe(
      true,
    );
    expect((await api.get(path(draft), { as: 'referee' })).status).toBe(404);
  });

  it('come and go while an application is a draft or is being completed, and never else', async () => {
    const draft = await aDraft();
    const file = (words: string) => ({ bytes: aPdf(words), name: 'a.pdf' });
    await add(draft, 'budget', file('eerste'));
    await add(draft, 'other', file('tweede'));
    expect((await api.request('DELETE', `${path(draft)}/1`, { as: 'applicant' })).status).toBe(204);
    expect((await api.request('DELETE', `${path(draft)}/1`, { as: 'applicant' })).status).toBe(404);
    expect((await api.get(path(draft), { as: 'applicant' })).body.items.map((each) => each['number'])).toEqual([2]);

    await api.stepApplication('submit', draft.reference, applicant);
    const before = await filesOnDisk();
    expect((await add(draft, 'budget', file('te laat'))).body.rules).toEqual(['application_frozen']);
    expect((await api.request('DELETE', `${path(draft)}/2`, { as: 'applicant' })).body.rules).toEqual([
      'application_frozen',
    ]);
    expect(await filesOnDisk()).toEqual(before);

    await api.stepApplication('request_repair', draft.reference, applicant);
    expect((await add(draft, 'budget', file('aangevuld'))).body['number']).toBe(3);
    expect((await api.get(path(draft))).body.items.map((each) => each['number'])).toEqual([2, 3]);
  });

  it('stay what they were, for every client of the database', async () => {
    const draft = await aDraft();
    await add(draft, 'budget', { bytes: aPdf('blijft'), name: 'a.pdf' });
    const where = `where application_id = '${draft.id}'`;

    await expect(api.appSql(`update attachment set kind = 'other' ${where}`)).rejects.toThrow('permission denied');
    await expect(api.appSql(`delete from attachment ${where}`)).rejects.toThrow('permission denied');
    await expect(api.ownerSql(`delete from attachment ${where}`)).rejects.toMatchObject({ constraint: 'append_only' });
    await expect(api.ownerSql(`truncate attachment`)).rejects.toMatchObject({ constraint: 'append_only' });
    await api.ownerSql(`update attachment set kind = 'other', removed_at = '2020-01-01' ${where}`);
    expect(await api.ownerSql(`select kind, removed_at > '2021-01-01' as now from attachment ${where}`)).toEqual([
      { kind: 'budget', now: true },
    ]);
    await expect(api.ownerSql(`update attachment set removed_at = null ${where}`)).rejects.toMatchObject({
      constraint: 'append_only',
    });
  });

  it('that a call asks for are known, are missed where they are not there, and are frozen when it is published', async () => {
    const call = await api.aCall({ status: 'draft' });
    const kinds = `/v1/calls/${call.reference}/attachment-kinds`;
    const set = (body: unknown, version: number | undefined, as: ApiRequest['as'] = 'programme_officer') =>
      api.request('PUT', kinds, { as, body, ...(version !== undefined && { version }) });
    expect((await set({ kinds: ['budget', 'project_plan', 'other'] }, 1)).body).toMatchObject({
      version: 2,
      status: 'draft',
    });
    expect((await set({ kinds: ['budget', 'project_plan'] }, 2)).body).toMatchObject({ version: 3 });
    expect((await set({ kinds: ['budget'] }, 2)).status).toBe(412);
    expect((await set({ kinds: ['budget'] }, undefined)).status).toBe(428);
    expect((await set({ kinds: ['poem'] }, 3)).status).toBe(400);
    expect((await set({ kinds: [] }, 3, 'auditor')).status).toBe(403);

    const move = (command: 'publish' | 'open', version: number) =>
      api.registry.moveCall.execute(
        { reference: call.reference, version, command, request: null },
        api.as(command === 'publish' ? api.authority : api.system),
      );
    await move('publish', 3);
    expect((await set({ kinds: [] }, 4)).body.rules).toEqual(['call_frozen']);
    await expect(api.appSql(`delete from call_attachment_kind where call_id = $1`, call.id)).rejects.toMatchObject({
      constraint: 'call_frozen',
    });
    await expect(api.appSql(`insert into call_attachment_kind values ($1, 'other')`, call.id)).rejects.toMatchObject({
      constraint: 'call_frozen',
    });
    expect((await api.get(kinds, { as: 'applicant' })).body).toEqual({ kinds: ['budget', 'project_plan'] });

    await move('open', 4);
    const draft = await api.anApplication({ applicant, call, status: 'draft' });
    const missing = () => api.db.transaction((tx) => missingAttachmentKinds(tx, draft.id));
    expect(await missing()).toEqual(['budget', 'project_plan']);
    await add(draft, 'budget', { bytes: aPdf('b'), name: 'b.pdf' });
    await add(draft, 'project_plan', { bytes: aPdf('p'), name: 'p.pdf' });
    expect(await missing()).toEqual([]);
    await api.request('DELETE', `${path(draft)}/1`, { as: 'applicant' });
    expect(await missing()).toEqual(['budget']);
  });
});

describe('an attachment whose sender hangs up', () => {
  it('leaves nothing', async () => {
    const api = await testApi();
    const draft = await api.anApplication({ applicant: await api.actor('applicant'), status: 'draft' });
    const { text, type } = await aForm('budget', {
      bytes: Buffer.concat([aPdf(), Buffer.alloc(500_000)]),
      name: 'a.pdf',
    });
    const rows = await api.rowCounts();
    const { url, stop } = await api.serve();
    const authorization = `Bearer ${await api.token({ subject: 'demo-applicant' })}`;
    const sending = httpRequest(`${url}${pathOf(draft)}`, {
      method: 'POST',
      headers: { authorization, 'content-type': type, 'content-length': String(text.length) },
    });
    sending.on('error', () => undefined);
    sending.write(text.subarray(0, 300_000));
    const until = async (count: number) => {
      for (let tries = 0; (await filesIn(api)).length !== count && tries < 100; tries += 1) await setTimeout(50);
      return filesIn(api);
    };
    expect(await until(1)).toHaveLength(1);
    sending.destroy();

    expect(await until(0)).toEqual([]);
    expect(await api.rowCounts()).toEqual(rows);
    await stop();
    await api.close();
  });
});

describe('an attachment whose file was altered', () => {
  it('is not received whole', async () => {
    const api = await testApi();
    const draft = await api.anApplication({ applicant: await api.actor('applicant'), status: 'draft' });
    const long = Buffer.concat([aPdf('lang'), Buffer.alloc(300_000)]);
    for (const bytes of [aPdf('kort'), long]) {
      const raw = await aForm('budget', { bytes, name: 'a.pdf' });
      expect((await api.post(pathOf(draft), { as: 'applicant', raw })).status).toBe(201);
    }
    const { url, stop } = await api.serve();
    const headers = { authorization: `Bearer ${await api.token({ subject: 'demo-applicant' })}` };
    const take = async (number: number) => {
      const answer = await fetch(`${url}${pathOf(draft)}/${number}/content`, { headers });
      return {
        status: answer.status,
        type: answer.headers.get('content-type'),
        bytes: Buffer.from(await answer.arrayBuffer()),
      };
    };
    expect(await take(2)).toEqual({ status: 200, type: 'application/pdf', bytes: long });

    for (const file of await filesIn(api)) {
      const bytes = await readFile(file);
      await writeFile(file, bytes.fill('x', bytes.length - 1));
    }
    expect(await take(1)).toMatchObject({ status: 500, type: 'application/problem+json' });
    await expect(take(2)).rejects.toThrow('terminated');
    await stop();
    await api.close();
  });
});
