import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { policy } from '@grants/domain';
import { testApi, type TestApi } from '../support/api.js';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}
interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $ref?: string;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

let api: TestApi;
let document: Document;
beforeAll(async () => {
  api = await testApi();
  document = (await api.get('/v1/openapi.json', { as: null })).body as unknown as Document;
});
afterAll(() => api.close());

/** Not described in the document: the document itself and its reader, and what watches over the service. */
const isOfTheService = (url: string) => /^\/(docs|health|metrics|v1\/openapi\.)/.test(url);
const ofTheApi = () => api.routes.all.filter(({ url }) => !isOfTheService(url));

describe('every route', () => {
  it('is of a controller, which says who may call it by an action of the policy, or that everybody may', () => {
    const guarded = api.routes.guarded.map(({ method, url }) => `${method} ${url}`);
    const unguarded = ofTheApi()
      .map(({ method, url }) => `${method} ${url}`)
      .filter((route) => !guarded.includes(route));
    expect(unguarded).toEqual([]);
    const silent = api.routes.guarded.filter(({ access, isPublic }) => access === null && !isPublic);
    expect(silent).toEqual([]);
    expect(api.routes.guarded.filter(({ url, isPublic }) => isPublic && !isOfTheService(url))).toEqual([]);
    const actions = api.routes.guarded.flatMap(({ access }) =>
      typeof access?.action === 'string' ? [access.action] : [],
    );
    expect(actions.filter((action) => !(action in policy))).toEqual([]);
    expect(actions.length).toBeGreaterThan(40);
  });

  it.each([
    ['an answer', '/v1/me', 200],
    ['a problem', '/v1/nothing', 404],
    ['what watches over the service reads', '/health/live', 200],
  ])('sends the headers that the API Design Rules ask for with %s', async (_what, url, status) => {
    const answer = await api.get(url);

    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'api-version': '1.0.0',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it('lets the page of the reference run its own scripts, and nobody frame it', async () => {
    const { status, headers } = await api.get('/docs', { as: null });

    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("; script-src 'self' 'unsafe-inline'; ");
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
  });

  it('is described in the API document, and nothing else is', () => {
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} /v1${path}`),
    );
    const there = ofTheApi().map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(described.toSorted()).toEqual(there.toSorted());
  });

  it('is refused without a token', async () => {
    for (const { method, url } of ofTheApi()) {
      const answer = await api.request(method, url.replaceAll(/:\w+/g, 'X-1'), {
        as: null,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      expect([method, url, answer.status]).toEqual([method, url, 401]);
    }
  });
});

describe('the API document', () => {
  const operations = () => Object.values(document.paths).flatMap((item) => Object.values(item));

  it('names each operation once, and sums it up', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
    expect(
      operations()
        .filter(({ summary }) => !summary)
        .map(({ operationId }) => operationId),
    ).toEqual([]);
  });

  it('says what each success gives', () => {
    const silent = operations().filter(
      ({ responses }) =>
        !Object.entries(responses).some(
          ([status, { content }]) => status.startsWith('2') && (content !== undefined || status === '204'),
        ),
    );
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  });

  it('says what every field means, and leads nowhere that is not there', () => {
    const undescribed: string[] = [];
    const visit = (schema: Schema, at: string) => {
      for (const [name, field] of Object.entries(schema.properties ?? {})) {
        if (!field.description) undescribed.push(`${at}.${name}`);
        visit(field, `${at}.${name}`);
      }
      if (schema.items) visit(schema.items, `${at}[]`);
    };
    for (const [name, schema] of Object.entries(document.components.schemas)) visit(schema, name);
    expect(undescribed).toEqual([]);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(references.filter((name) => !(name in document.components.schemas))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });

  it('has no error under the rules of OpenAPI', async () => {
    expect(await faults(`extends: [["spectral:oas", all]]\nrules:\n  oas3-unused-component: off\n`)).toEqual([]);
  });

  const reference = process.env['REGISTRY_REFERENCE_DIR'];
  const keepsDesignRules = async () => {
    const rules = join(reference ?? '', 'standards/nlgov-adr/linter.yaml');
    expect(await faults(`extends: [${JSON.stringify(rules)}]\n`)).toEqual([]);
  };
  (reference ? it : it.skip)(
    'has no error under the API Design Rules of the Dutch government (needs REGISTRY_REFERENCE_DIR)',
    keepsDesignRules,
  );

  /** What Spectral finds in the document with a ruleset, errors alone. */
  async function faults(ruleset: string): Promise<string[]> {
    const folder = await mkdtemp(join(tmpdir(), 'openapi-'));
    try {
      await writeFile(join(folder, 'openapi.json'), JSON.stringify(document));
      await writeFile(join(folder, 'rules.yaml'), ruleset);
      const spectral = join(import.meta.dirname, '../../node_modules/@stoplight/spectral-cli/dist/index.js');
      const lint = [
        'lint',
        join(folder, 'openapi.json'),
        '--ruleset',
        join(folder, 'rules.yaml'),
        '--format',
        'json',
        '--fail-severity',
        'error',
        '--quiet',
      ];
      const { stdout } = await promisify(execFile)(process.execPath, [spectral, ...lint], { maxBuffer: 2 ** 26 }).catch(
        (error: unknown) => {
          if (
            error instanceof Error &&
            'stdout' in error &&
            typeof error.stdout === 'string' &&
            error.stdout.startsWith('[')
          )
            return { stdout: error.stdout };
          throw error;
        },
      );
      const found = JSON.parse(stdout) as { code: string; path: string[]; message: string; severity: number }[];
      return found
        .filter(({ severity }) => severity === 0)
        .map(({ code, path, message }) => `${code} at ${path.join('.')}: ${message}`);
    } finally {
      await rm(folder, { recursive: true });
    }
  }
});
