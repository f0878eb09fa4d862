import type { Configuration } from '@grants/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { withNullTypes } from './input/nulls.js';
import { problems } from './problems/problem.js';

/** The version of the API, as its header says. */
export const API_VERSION = '1.0.0';

type Operations = NonNullable<OpenAPIObject['paths'][string]['get']>;
const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;
const VERSION_HEADER = {
  'API-Version': {
    description: 'The full version of the API',
    schema: { type: 'string' as const, example: API_VERSION },
  },
};

const RETRY_HEADER = {
  'Retry-After': {
    description: 'After how many seconds to try again',
    schema: { type: 'integer' as const, example: 5 },
  },
};

/** What the operations are about, in the order of the document. */
const tags = {
  me: 'Who you are here, your cases, and what waits for you',
  programmes: 'Programmes with their lines, policy objectives, target groups and activities',
  calls: 'Calls for applications',
  invitations: 'Invitations to apply on a call',
  applications: 'Applications, from draft to decision',
  decisions: 'Decisions: prepared, signed, announced',
  projects: 'Projects with their leaders and relations',
  funders: 'Who grants',
  organisations: 'Who applies, receives or takes part',
  people: 'People, and how to reach them',
  accounts: 'Who signs in, with which roles',
  'legacy-awards': 'Awards that are known from payments alone',
  imports: 'What was read from files, and what was wrong in them',
  reports: 'Reports of any past day',
  lifecycles: 'The states and commands of each kind of record',
};

/** The API document, complete enough to generate a client from. */
export function openApiDocument(app: NestFastifyApplication, configuration: Configuration): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Grant registry')
    .setDescription(
      'The system of record of a research or social funder: programmes, calls, applications, decisions and projects.',
    )
    .setVersion(API_VERSION)
    .setLicense('EUPL-1.2', 'https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12')
    .setContact('Grant registry', 'https://grant-registry.example/contact', 'registry@grant-registry.example')
    .addServer(`http://localhost:${configuration.PORT}/v1`, 'This service')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addSecurityRequirements('bearer')
    .setOpenAPIVersion('3.1.0');
  for (const [name, about] of Object.entries(tags)) builder.addTag(name, about);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return complete(withNullTypes(document));
}

/** Serves the document and its reader. */
export function addOpenApi(app: NestFastifyApplication, configuration: Configuration): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app, configuration), {
    jsonDocumentUrl: 'v1/openapi.json',
    yamlDocumentUrl: 'v1/openapi.yaml',
    customSiteTitle: 'Grant registry: API reference',
  });
}

/** Adds what holds for every operation, and takes the version off the paths: the server's address has it. */
function complete(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [path.replace(/^\/v1/, ''), item]),
  );
  for (const item of Object.values(paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      describeCommonAnswers(operation, method);
      describeReference(operation);
    }
  }
  return {
    ...document,
    paths,
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, Problem: problemSchema },
      responses: problemResponses,
    },
  };
}

function describeCommonAnswers(operation: Operations, method: (typeof METHODS)[number]): void {
  for (const answer of Object.values(operation.responses)) {
    if (answer && !('$ref' in answer)) answer.headers = { ...VERSION_HEADER, ...answer.headers };
  }
  const headers = (operation.parameters ?? []).flatMap((parameter) => ('name' in parameter ? [parameter.name] : []));
  const statuses = new Set([400, 401, 403, 404, 406, 429, 500, 503]);
  if (method !== 'get') for (const status of [409, 413, 415, 422]) statuses.add(status);
  if (headers.includes('If-Match')) for (const status of [412, 428]) statuses.add(status);
  for (const status of [...statuses].toSorted((a, b) => a - b)) {
    operation.responses[String(status)] = { $ref: `#/components/responses/Problem${status}` };
  }
}

/** The problems of each status, which operations refer to. */
const problemResponses = Object.fromEntries(
  Object.values(problems).map(({ status }) => [
    `Problem${status}`,
    {
      description: Object.values(problems)
        .filter((problem) => problem.status === status)
        .map(({ title }) => title)
        .join('; '),
      headers: { ...VERSION_HEADER, ...([429, 503].includes(status) && RETRY_HEADER) },
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]),
);

/** Paths name records by their reference; the few that have none have an id. */
function describeReference(operation: Operations): void {
  for (const parameter of operation.parameters ?? []) {
    if ('in' in parameter && parameter.in === 'path') {
      parameter.description ??= 'The reference of the record, or its id where it has no reference';
    }
  }
}

const text = (description: string) => ({ type: 'string' as const, description });
const texts = (description: string) => ({ type: 'array' as const, items: { type: 'string' as const }, description });
const problemSchema = {
  type: 'object' as const,
  description: 'What went wrong (RFC 9457)',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: text('The kind of problem; see the documentation under the same name'),
    title: text('The kind of problem in words'),
    status: { type: 'integer' as const, description: 'The HTTP status' },
    detail: text('What happened here'),
    instance: text('This occurrence; also in the log'),
    errors: {
      type: 'array' as const,
      description: 'Everything that is wrong with the input',
      items: {
        type: 'object' as const,
        properties: { pointer: text('Where, as JSON pointer'), detail: text('What is allowed') },
        required: ['pointer', 'detail'],
      },
    },
    rules: texts('The rules that are not met'),
    roles: texts('The roles that may do it'),
    state: text('The state that it is in'),
    allowed: texts('The commands that the state allows'),
    command: text('The command that was refused'),
    version: { type: ['integer', 'null'] as unknown as 'integer', description: 'The version that is there now' },
  },
};
