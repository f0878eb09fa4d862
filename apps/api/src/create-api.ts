import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Logger } from 'pino';
import { AppModule, type ApiParts } from './app.module.js';
import { Metrics } from './health/metrics.js';
import { addOpenApi, API_VERSION } from './open-api.js';
import { RouteTable } from './problems/route-table.js';
import { ATTACHMENTS_ROUTE, attachmentBytes } from './attachments/upload.js';
import { EdgeProblem, problemBody } from './problems/problem.js';
import { SignIn } from './sign-in/sign-in.js';
import { parseJson } from './input/parse-json.js';

/** The largest body, in bytes. */
const BODY_LIMIT = 1024 * 1024;

/** Makes the API, ready to listen or to be asked by `inject`. */
export async function createApi(parts: ApiParts, log: Logger): Promise<NestFastifyApplication> {
  const { REGISTRY_CORS_ORIGINS, REGISTRY_REQUESTS_PER_MINUTE, REGISTRY_TRUSTED_PROXIES } = parts.configuration;
  const proxies = listed(REGISTRY_TRUSTED_PROXIES);
  const adapter = new FastifyAdapter({
    ...(proxies.length > 0 && { trustProxy: proxies }),
    loggerInstance: log,
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'id' }),
    // What leads to no route at all: not well-formed, or longer than any reference. Hooks and filters do not see it.
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: ({ code }: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      request.log.info({ method: request.method, status: 404, code }, 'request');
      void reply
        .status(404)
        .headers({ ...commonHeaders, 'Content-Type': 'application/problem+json' })
        .send(Buffer.from(JSON.stringify(problemBody('not-found', 'There is nothing at this address.', request.id))));
    },
    // Keep-alive connections that idle do not hold up a shutdown; requests under way are finished.
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), adapter, {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  fastify.removeContentTypeParser('text/plain');
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, parseJson(fastify));
  addEdge(fastify, app.get(RouteTable), app.get(Metrics));
  // No body is read of who is not signed in: 401 comes before whatever is wrong with it. Every route with one asks it.
  const signIn = app.get(SignIn);
  fastify.addHook('preParsing', async (request) => {
    if (request.is404 || request.method === 'GET' || request.method === 'HEAD') return;
    await signIn.principalOf(request.headers.authorization);
  });
  await app.register(rateLimit, {
    max: Number(REGISTRY_REQUESTS_PER_MINUTE),
    timeWindow: '1 minute',
    // Whoever watches over the service hears from it at all times.
    allowList: ({ routeOptions: { url } }) => /^\/(health|metrics)/.test(url ?? ''),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: (_request, { max }) =>
      new EdgeProblem('too-many-requests', `One address may ask ${max} times a minute.`),
  });
  // One file, what it is, and nothing else; routes that take no file refuse it below.
  await app.register(multipart, {
    limits: { files: 1, fields: 1, parts: 2, fieldSize: 100, fileSize: attachmentBytes(parts.configuration) },
  });
  const origins = listed(REGISTRY_CORS_ORIGINS);
  if (origins.length > 0)
    await app.register(cors, { origin: origins, exposedHeaders: ['ETag', 'Location', 'Link', 'API-Version'] });
  addOpenApi(app, parts.configuration);
  await app.init();
  await fastify.ready();
  return app;
}

const listed = (setting: string) => setting.split(',').filter((each) => each !== '');

/** On every answer: the version, and what the NLGov API Design Rules on transport security ask of an API. */
const commonHeaders = {
  'API-Version': API_VERSION,
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** The reader of the API document is a page, with scripts and styles of its own. */
const pageHeaders = {
  ...commonHeaders,
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
};
const isOfPage = (route: string | undefined) => route !== undefined && /^\/docs(\/|$)/.test(route);

/** What holds for every request: common headers, what can be accepted, one log line, its duration. */
function addEdge(fastify: FastifyInstance, routes: RouteTable, metrics: Metrics): void {
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) if (each !== 'HEAD') routes.add(each, url);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(isOfPage(request.routeOptions.url) ? pageHeaders : commonHeaders);
    const { accept } = request.headers;
    const isPlain =
      accept === undefined ||
      /\*\/\*|application\/(\*|json|problem\+json|pdf)|text\/(html|plain|calendar|csv|vnd)|octet-stream|application\/(vnd|scxml)|ndjson/.test(
        accept,
      );
    if (!isPlain) {
      done(new EdgeProblem('not-acceptable', 'Answers are application/json.'));
      return;
    }
    const isFile = /^\s*multipart\//i.test(request.headers['content-type'] ?? '');
    done(
      isFile && request.routeOptions.url !== ATTACHMENTS_ROUTE
        ? new EdgeProblem('unsupported-media-type', 'Send the body as application/json.')
        : undefined,
    );
  });
  let isClosing = false;
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  // A connection kept alive behind the last answers would hold up the end for as long as it idles.
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) void reply.header('Connection', 'close');
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? 'unknown';
    const seconds = reply.elapsedTime / 1000;
    metrics.observe({ method, route, status: reply.statusCode }, seconds);
    request.log.info(
      { method, route, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime * 10) / 10 },
      'request',
    );
    done();
  });
}
