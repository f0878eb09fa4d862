import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checks, newId, verify, type Actor } from '@grants/persistence';
import { testApi, type ApiAnswer, type TestApi } from '../support/api.js';
import { readPdf } from '../support/pdf-text.js';
import type { TestDecision } from '../support/registry.js';

const TITLE = 'Samen <script>alert(1)</script> & "leren" in Łódź';
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('the letter of a decision', () => {
  let api: TestApi;
  let applicant: Actor;
  beforeAll(async () => {
    api = await testApi();
    applicant = await api.actor('applicant');
  });
  afterAll(() => api.close());

  const anApplication = () => api.anApplication({ applicant, content: { title: TITLE } });
  const letter = (
    { reference }: Pick<TestDecision, 'reference'>,
    accept: string,
    as: 'applicant' | 'programme_officer' = 'programme_officer',
  ) => api.get(`/v1/decisions/${reference}/letter`, { as, headers: { accept } });
  const page = async (decision: Pick<TestDecision, 'reference'>) =>
    (await letter(decision, 'text/html')).text.replaceAll('\u00a0', ' ');

  /** Prepared with all that a decision can say, and signed. */
  async function aRichDecision(): Promise<{ reference: string; id: string }> {
    const application = await anApplication();
    const { reference } = await api.registry.prepareDecision.execute(
      {
        reference: application.reference,
        version: application.version,
        kind: 'conditional_honour',
        granted: '42500.50',
        activities: 'De activiteiten uit de aanvraag.\n\nBehalve werkpakket 4.',
        provisionsVersion: 'Verzonnen bepalingen 2026',
        reasons: 'De commissie was positief <b>over</b> het plan.',
        startsOn: '2027-01-08',
        endsOn: '2028-01-07',
        legalEffectFrom: '2027-01-01',
        mandate: 'Verzonnen mandaatbesluit, artikel 3',
        conditions: [{ kind: 'agreement', description: 'U tekent de overeenkomst', dueOn: '2027-02-01' }],
        obligations: [
          { description: 'Lever een datamanagementplan in.', dueOn: '2027-03-01', blocks: 'first_advance' },
        ],
        request: null,
      },
      api.as(api.officer),
    );
    await api.registry.moveDecision.execute(
      { reference, version: 1, command: 'sign', request: null },
      api.as(api.authority),
    );
    return api.read('decision', reference);
  }

  it('tells an award in full, as a page and as PDF with the same facts', async () => {
    const decision = await api.aDecision({ application: await anApplication(), status: 'announced' });
    const html = await page(decision);
    const pdf = await readPdf((await letter(decision, 'application/pdf')).bytes);

    const amount = 'De subsidie is ten hoogste € 50.000,00.';
    expect(html).toContain('<html lang="nl">');
    expect(html).toContain('<h1>Verlening van subsidie</h1>');
    expect(pdf).toMatchObject({
      title: `Besluit ${decision.reference}: Verlening van subsidie`,
      lang: 'nl-NL',
      isTagged: true,
    });
    for (const text of [html, pdf.text]) {
      for (const told of [
        amount,
        decision.reference,
        decision.application.reference,
        'Invented programme',
        'Invented call',
        'Invented University',
        'As applied for',
        'artikel 4:29 van de Algemene wet bestuursrecht',
        'binnen 6 weken aan Invented Fund',
        '3:45, 6:4, 6:5, 6:7 en 6:8',
      ]) {
        expect(text).toContain(told);
      }
      for (const absent of ['Voorwaarden', 'Verplichtingen', 'Waarom wij dit besluiten'])
        expect(text).not.toContain(absent);
    }
  });

  it('tells an award in part, with what was asked for and that the rest is refused', async () => {
    const application = await anApplication();
    const decision = await api.aDecision({
      application,
      kind: 'partial_honour',
      granted: '12500.00',
      status: 'announced',
    });

    for (const text of [
      await page(decision),
      (await readPdf((await letter(decision, 'application/pdf')).bytes)).text,
    ]) {
      expect(text).toContain('ten hoogste € 12.500,00. Voor het overige wijzen wij uw aanvraag af.');
      expect(text).toContain('€ 50.000,00');
    }
  });

  it('tells a rejection with its grounds, and no amount as granted', async () => {
    const decision = await api.aDecision({ application: await anApplication(), kind: 'reject', status: 'announced' });

    for (const text of [
      await page(decision),
      (await readPdf((await letter(decision, 'application/pdf')).bytes)).text,
    ]) {
      expect(text).toContain('Afwijzing van uw aanvraag');
      expect(text).toContain('De grond is: kwaliteit onvoldoende. Dit volgt uit de subsidieoproep.');
      expect(text).toContain('The grounds, in invented words');
      expect(text).not.toContain('Verleend bedrag');
    }
  });

  it('tells conditions, obligations, period, grounds, effect, mandate and signature', async () => {
    const decision = await aRichDecision();

    for (const text of [
      await page(decision),
      (await readPdf((await letter(decision, 'application/pdf')).bytes)).text,
    ]) {
      for (const told of [
        'ten hoogste € 42.500,50',
        'vanaf 8 januari 2027 tot en met 7 januari 2028',
        'Meewerken aan een uitvoeringsovereenkomst: U tekent de overeenkomst. Dit moet uiterlijk op 1 februari 2027 zijn gebeurd.',
        'Lever een datamanagementplan in. U voldoet hieraan uiterlijk op 1 maart 2027. Het eerste voorschot betalen wij pas als u hieraan hebt voldaan.',
        'Behalve werkpakket 4.',
        'Verzonnen bepalingen 2026',
        '1 januari 2027',
        'krachtens Verzonnen mandaatbesluit, artikel 3',
        'artikel 4:29 en artikel 4:33 van de Algemene wet bestuursrecht',
      ]) {
        expect(text).toContain(told);
      }
    }
  });

  it('tells a withdrawal to whoever has the grant', async () => {
    const project = await api.aProject({ application: await anApplication() });
    const { id } = await api.anOrganisation('Ontvanger na fusie');
    await api.ownerSql(`update project_recipient set organisation_id = $1 where project_id = $2`, id, project.id);
    const decision = await api.aDecision({ application: project.application, kind: 'withdraw_grant' });

    const html = await page(decision);
    for (const told of ['Ontvanger na fusie', project.reference, 'Wij trekken de verlening van de subsidie voor']) {
      expect(html).toContain(told);
    }
  });

  it('tells which decision a correction is in the place of', async () => {
    const corrects = await api.aDecision({ application: await anApplication(), status: 'announced' });
    const correction = await api.aDecision({ application: corrects.application, corrects });

    expect(await page(correction)).toContain(`Dit besluit komt in de plaats van ons besluit ${corrects.reference} van`);
  });

  it('escapes what people wrote, and may run nothing', async () => {
    const decision = await aRichDecision();
    const { text, headers } = await letter(decision, 'text/html');
    const { text: pdf } = await readPdf((await letter(decision, 'application/pdf')).bytes);

    expect(text).not.toContain('<script');
    expect(text).not.toContain('<b>');
    expect(text).toContain('Samen &lt;script>alert(1)&lt;/script> &amp; &quot;leren&quot; in Łódź');
    expect(pdf).toContain(TITLE);
    const style = /<style>([^<]*)<\/style>/.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(style).toContain('font:');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('gives the same bytes at each reading, whatever changes after, with their checksum as ETag', async () => {
    const decision = await aRichDecision();
    const [stored] = await api.ownerSql<{ html: string; pdf: string }>(
      `select html_sha256 as html, pdf_sha256 as pdf from decision_letter where decision_id = $1`,
      decision.id,
    );
    const read = async () => [await letter(decision, 'text/html'), await letter(decision, 'application/pdf')] as const;
    const before = await read();
    await api.stepSql(`update organisation set name = name || ' (hernoemd)'`);
    await api.announce({ reference: decision.reference, version: 2 });
    const after = await read();

    for (const [html, pdf] of [before, after] satisfies (readonly [ApiAnswer, ApiAnswer])[]) {
      expect([html.headers['etag'], pdf.headers['etag']]).toEqual([`"${stored?.html}"`, `"${stored?.pdf}"`]);
      expect([sha256(html.bytes), sha256(pdf.bytes)]).toEqual([stored?.html, stored?.pdf]);
      expect(pdf.headers['content-disposition']).toBe(`inline; filename="${decision.reference}.pdf"`);
    }
  });

  it('is there from the signature on for the staff, and for the parties from the announcement on', async () => {
    const prepared = await api.aDecision({ application: await anApplication(), status: 'prepared' });
    expect((await letter(prepared, 'text/html')).status).toBe(404);

    await api.registry.moveDecision.execute(
      { reference: prepared.reference, version: 1, command: 'sign', request: null },
      api.as(api.authority),
    );
    expect((await letter(prepared, 'text/html')).status).toBe(200);
    expect((await letter(prepared, 'text/html', 'applicant')).status).toBe(404);

    await api.announce({ reference: prepared.reference, version: 2 });
    expect((await letter(prepared, 'application/pdf', 'applicant')).status).toBe(200);
    const ofAnother = await api.aDecision({ status: 'announced' });
    expect((await letter(ofAnother, 'text/html', 'applicant')).status).toBe(404);
  });

  it('is a page where anything will do, and refuses what it is not', async () => {
    const decision = await api.aDecision();
    const types = async (accept: string) => {
      const { status, headers } = await letter(decision, accept);
      return [status, headers['content-type']];
    };

    expect(await types('*/*')).toEqual([200, 'text/html; charset=utf-8']);
    expect(await types('text/html;q=0.5, application/pdf')).toEqual([200, 'application/pdf']);
    expect(await types('application/json')).toEqual([406, 'application/problem+json']);
    expect(await types('image/png')).toEqual([406, 'application/problem+json']);
  });

  it('cannot be erased, changed, replaced or added later', async () => {
    const { id } = await aRichDecision();
    const insert = (decision: string) =>
      api.appSql(
        `insert into decision_letter (decision_id, html_text_id, html_sha256, pdf_text_id, pdf_sha256)
         select $1, html_text_id, html_sha256, pdf_text_id, pdf_sha256 from decision_letter where decision_id = $2`,
        decision,
        id,
      );
    const { id: other } = await api.aDecision({ status: 'prepared' });

    await expect(insert(other)).rejects.toMatchObject({ constraint: 'letter_without_signature' });
    await expect(insert(id)).rejects.toMatchObject({ constraint: 'letter_without_signature' });
    await expect(api.appSql(`update decision_letter set pdf_sha256 = pdf_sha256`)).rejects.toThrow('permission denied');
    await expect(api.ownerSql(`update decision_letter set pdf_sha256 = pdf_sha256`)).rejects.toMatchObject({
      constraint: 'append_only',
    });
    await expect(api.ownerSql(`delete from decision_letter`)).rejects.toMatchObject({ constraint: 'append_only' });
    await expect(api.ownerSql(`truncate decision_letter`)).rejects.toMatchObject({ constraint: 'append_only' });
  });

  it.each([
    [
      'a byte of the PDF',
      `update confidential_text set ciphertext = set_byte(ciphertext, 400, (get_byte(ciphertext, 400) + 1) % 256) where id = (select pdf_text_id from decision_letter where decision_id = $1)`,
    ],
    ['the checksum of the page', `update decision_letter set html_sha256 = repeat('0', 64) where decision_id = $1`],
  ])('is found by verify, and not given, where somebody past the guards changes %s', async (_what, change) => {
    const decision = await aRichDecision();
    expect((await verify(api.owner, { vault: api.vault })).findings).toEqual([]);

    const saved = newId().replaceAll('-', '');
    await api.adminSql(
      `create table saved_text_${saved} as select * from confidential_text; create table saved_letter_${saved} as select * from decision_letter`,
    );
    await api.unguardedSql(change, decision.id);
    const { findings } = await verify(api.owner);
    const answers = [await letter(decision, 'text/html'), await letter(decision, 'application/pdf')];
    await api.unguardedSql(
      `update confidential_text text set ciphertext = saved.ciphertext from saved_text_${saved} saved where saved.id = text.id;
       update decision_letter letter set html_sha256 = saved.html_sha256 from saved_letter_${saved} saved where saved.decision_id = letter.decision_id`,
    );

    expect(findings).toEqual([
      {
        check: 'letter',
        machine: 'decision',
        subject: decision.id,
        reference: decision.reference,
        seq: null,
        detail: checks.letter,
      },
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 500]);
  });
});
