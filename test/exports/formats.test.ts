import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formats, planRun, reports, type Column, type PlannedRun } from '@grants/exports';
import ExcelJS from 'exceljs';
import { xlsxOf } from '../../libs/exports/src/formats/xlsx.js';
import { testRegistry } from '../support/registry.js';
import { recordsOf, Reporting, rowsOf } from './reporting.js';

/** Texts that go wrong where somebody forgot them. */
const awkward = [
  'plain',
  'comma, and "quotes"',
  'line\nfeed',
  'return\r\nand feed',
  '=1+1',
  '+31 6',
  '-1',
  '@SUM(A1)',
  '\tTab',
  '＝1+1',
  "'already",
  'back\\slash \\n',
  ' spaces ',
  '<b>&amp;</b>',
  'bell\u0007 and _x0041_',
  'Café ☕ 𝄞',
  '{"json": true}',
  '',
];

/** How an entry in the list of an archive begins, and its first possible date, as the archive has it (APPNOTE 4.3.12). */
const CENTRAL_ENTRY = Buffer.from('PK\u0001\u0002');
const FIRST_OF_1980 = 0x0021_0000;

const column = (key: string, type: Column['type']): Column => ({
  key,
  type,
  unit: { nl: 'eenheid', en: 'unit' },
  header: { nl: `${key}, "nl"`, en: `${key} en` },
  definition: { nl: `Betekenis van ${key}`, en: `Meaning of ${key}` },
  reads: [],
});

describe('the formats', () => {
  let reporting: Reporting;
  let plan: PlannedRun;
  beforeAll(async () => {
    reporting = new Reporting(await testRegistry());
    const real = await planRun(reporting.on.db, { report: 'projects', format: 'csv', asOf: '2020-01-01' });
    const values = awkward.map((_, index) => `(${index + 1}, $awkward$${awkward[index]}$awkward$)`);
    const report = {
      ...real.report,
      name: 'awkward',
      columns: [
        column('number', 'integer'),
        column('text', 'text'),
        column('money', 'money'),
        column('decimal', 'decimal'),
        column('percent', 'percent'),
        column('date', 'date'),
        column('moment', 'moment'),
        column('nothing', 'money'),
      ],
      order: ['number'],
      query:
        () => `select number, text, 1234567.5 - number as money, 0.12345678901234567890 as decimal, 33.3 as percent,
          date '2020-02-29' as date, timestamptz '2020-02-29 23:30:15.5+01' as moment, null::numeric as nothing
        from (values ${values.join(', ')}) given (number, text)`,
    };
    plan = { ...real, report };
  });
  afterAll(() => reporting.close());

  const take = async (name: string, changes: Partial<PlannedRun> = {}) => {
    const format = formats.find((known) => known.name === name);
    if (!format) throw new Error(`There is no format ${name}`);
    return (await reporting.write({ ...plan, format, id: crypto.randomUUID(), ...changes })).bytes;
  };
  const workbook = async (bytes: Buffer) => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(new Uint8Array(bytes).buffer);
    return book;
  };

  describe('CSV', () => {
    it('is read back by another reader, with formula-like texts made harmless', async () => {
      const [header, ...records] = recordsOf(await take('csv'));

      expect(header?.slice(0, 2)).toEqual(['number, "nl"', 'text, "nl"']);
      expect(records.map(([, text]) => text)).toEqual(
        awkward.map((text) => (/^[=+\-@\t＝]/.test(text) ? `'${text}` : text)),
      );
      expect(records[0]).toEqual([
        '1',
        'plain',
        '1234566.50',
        '0.1234567890123456789',
        '33.3',
        '2020-02-29',
        '2020-02-29T22:30:15.500000Z',
        '',
      ]);
    });

    it('follows RFC 4180: lines end in CR LF, and only those', async () => {
      const text = (await take('csv')).toString();

      expect(text.startsWith('"number, ""nl""",')).toBe(true);
      expect(text.endsWith('\r\n')).toBe(true);
      expect(text.split('\r\n')).toHaveLength(awkward.length + 3); // one line break inside quotes, and after the last
      expect(text).toContain('"line\nfeed"');
    });

    it('has English headers where those are asked', async () => {
      expect(recordsOf(await take('csv', { language: 'en' }))[0]?.[0]).toBe('number en');
    });
  });

  describe('JSON', () => {
    it('is one document that says what it is, with amounts as strings', async () => {
      const document = JSON.parse((await take('json')).toString()) as Record<string, unknown> & { rows: object[] };

      expect(document).toMatchObject({
        report: 'awkward',
        parameters: { asOf: '2020-01-01', knownAt: plan.knownAt, language: 'nl' },
        seal: { number: plan.seal.number },
        rowCount: awkward.length,
      });
      expect(document['columns']).toHaveLength(8);
      expect(document.rows[0]).toEqual({
        number: 1,
        text: 'plain',
        money: '1234566.50',
        decimal: '0.1234567890123456789',
        percent: 33.3,
        date: '2020-02-29',
        moment: '2020-02-29T22:30:15.500000Z',
        nothing: null,
      });
      expect(document.rows.map((row) => (row as { text: string }).text)).toEqual(awkward);
    });

    it('is as well without rows', async () => {
      const empty = {
        ...plan.report,
        query: () => `select * from (${plan.report.query({} as never)}) none where false`,
      };
      const document = JSON.parse((await take('json', { report: empty })).toString()) as object;

      expect(document).toMatchObject({ rows: [], rowCount: 0 });
    });
  });

  it('NDJSON has the same rows, one a line', async () => {
    const bytes = await take('ndjson');

    expect(bytes.toString().split('\n')).toHaveLength(awkward.length + 1);
    expect(rowsOf(bytes).map(({ text }) => text)).toEqual(awkward);
  });

  describe('XLSX', () => {
    it('is read back by another reader: numbers are numbers, dates are dates, texts are texts', async () => {
      const sheet = (await workbook(await take('xlsx'))).getWorksheet('awkward');
      const texts = awkward.map((_, index) => sheet?.getCell(index + 2, 2).text ?? '');

      expect(sheet?.getRow(1).getCell(1).value).toBe('number, "nl"');
      const unescaped = (text: string) =>
        text.replaceAll(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
      expect(texts.map(unescaped)).toEqual(awkward);
      expect(sheet?.getRow(2).values).toMatchObject([
        undefined,
        1,
        'plain',
        1234566.5,
        0.12345678901234568,
        33.3,
        new Date('2020-02-29T00:00:00Z'),
        new Date('2020-02-29T22:30:15.500Z'),
      ]);
      expect(sheet?.getCell('C2').numFmt).toBe('#,##0.00');
      expect(sheet?.getCell('F2').numFmt).toContain('yyyy');
      expect(sheet?.getCell('H2').value).toBeNull();
      expect(sheet?.getCell('B6').type).toBe(ExcelJS.ValueType.String); // "=1+1"
      expect(sheet?.views).toMatchObject([{ state: 'frozen', ySplit: 1 }]);
      expect(sheet?.getColumn(2).width).toBeGreaterThan(20);
    });

    it('has a sheet that says what the columns mean', async () => {
      const sheet = (await workbook(await take('xlsx', { language: 'en' }))).getWorksheet('definitions');
      const lines: unknown[] = [];
      sheet?.eachRow((row) => lines.push((row.values as unknown[]).slice(1)));

      expect(lines).toEqual(
        expect.arrayContaining([
          ['As of', '2020-01-01'],
          ['Seal', `${plan.seal.number} (${plan.seal.takenAt})`],
          ['money en', 'money', 'unit', 'Meaning of money'],
        ]),
      );
    });

    it('goes on in another sheet where one is full', async () => {
      const book = await workbook(await take('xlsx', { format: xlsxOf(11) }));

      expect(book.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
        ['awkward', 11],
        ['awkward 2', awkward.length - 10 + 1],
        ['definities', expect.any(Number)],
      ]);
      expect(book.getWorksheet('awkward 2')?.getCell('A1').value).toBe('number, "nl"');
      expect(book.getWorksheet('awkward 2')?.getCell('A2').value).toBe(11);
    });

    it('cuts what no cell can hold, and says so', async () => {
      const long = {
        ...plan.report,
        columns: [column('text', 'text')],
        order: ['text'],
        query: () => `select repeat('é', 40000) as text`,
      };
      const sheet = (await workbook(await take('xlsx', { report: long }))).worksheets[0];
      const text = sheet?.getCell('A2').text;

      expect(text).toHaveLength(32_767);
      expect(text).toMatch(/é… \(cut: a cell holds no more; CSV and JSON have all\)$/);
    });

    it('tells nothing of when it was made', async () => {
      const bytes = await take('xlsx');
      const dates = new Set<number>();
      for (let at = bytes.indexOf(CENTRAL_ENTRY); at >= 0; at = bytes.indexOf(CENTRAL_ENTRY, at + 1)) {
        dates.add(bytes.readUInt32LE(at + 12));
      }

      expect([...dates]).toEqual([FIRST_OF_1980]);
      expect((await workbook(bytes)).created).toBeUndefined();
    });
  });
});

describe('the definitions', () => {
  const columns = reports.flatMap((report) =>
    report.columns.map((each) => [`${report.name}.${each.key}`, report, each] as const),
  );

  it.each(columns)(
    'of %s are complete in both languages',
    (_name, report, { header, definition, type, unit, ratio, reads }) => {
      for (const text of [header.nl, header.en, definition.nl, definition.en]) expect(text).toMatch(/\S/);
      expect(reads).not.toHaveLength(0);
      expect(unit === undefined).toBe(['text', 'date', 'moment'].includes(type));
      // A percentage names what it divides, and both stand in the same row.
      expect(ratio !== undefined).toBe(type === 'percent');
      const keys = report.columns.map(({ key }) => key);
      if (ratio) expect(keys).toEqual(expect.arrayContaining([ratio.numerator, ratio.denominator]));
    },
  );

  it.each(reports.map((report) => [report.name, report] as const))(
    'of %s order its rows by columns that it has',
    (_name, { order, columns: all }) => {
      expect(all.map(({ key }) => key)).toEqual(expect.arrayContaining([...order]));
      expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    },
  );
});
