import {
  AlreadyExists,
  InvalidInput,
  KeyReused,
  NotAllowed,
  NotFound,
  RuleBroken,
  ruleInWords,
  StaleVersion,
  TransitionRefused,
  VersionRequired,
} from '@grants/domain';
import { Catch, HttpException, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PASSES_BY_ITSELF } from '../tokens.js';
import { FileNotTaken } from '@grants/registry';
import { RouteTable } from './route-table.js';
import { EdgeProblem, problemBody, problems, refusals, type ProblemMembers, type ProblemName } from './problem.js';

interface Told {
  readonly name: ProblemName;
  readonly detail: string;
  readonly members?: ProblemMembers;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Every error that reaches the edge becomes a problem detail; only what is our own fault is logged as an error. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(RouteTable) private readonly routes: RouteTable,
    @Inject(PASSES_BY_ITSELF) private readonly passesByItself: (error: unknown) => boolean,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { name, detail, members, headers } = this.#tell(error, request);
    if (name === 'internal' || name === 'unavailable') request.log.error({ err: error }, 'request failed');
    void reply
      .status(problems[name].status)
      .headers({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers })
      .send(Buffer.from(JSON.stringify(problemBody(name, detail, request.id, members)))); // a Buffer, so that no charset is added
  }

  #tell(error: unknown, request: FastifyRequest): Told {
    return (
      tellDomainError(error) ?? this.#tellEdgeError(error, request) ?? { name: 'internal', detail: 'See instance.' }
    );
  }

  #tellEdgeError(error: unknown, request: FastifyRequest): Told | null {
    if (error instanceof EdgeProblem) return { name: error.problem, detail: error.message, headers: error.headers };
    const { statusCode } = error as { statusCode?: unknown };
    const status = error instanceof HttpException ? error.getStatus() : statusCode;
    if (status === 404) return this.#tellUnknownRoute(request);
    if (status === 413) return { name: 'too-large', detail: 'A body has at most 1 MiB.' };
    if (status === 415) return { name: 'unsupported-media-type', detail: 'Send the body as application/json.' };
    if (status === 400) {
      const detail = 'the body is not JSON in UTF-8: check its quotes, commas and brackets';
      return {
        name: 'invalid-input',
        detail: 'The body cannot be read.',
        members: { errors: [{ pointer: '', detail }] },
      };
    }
    if (this.passesByItself(error)) {
      return {
        name: 'unavailable',
        detail: 'The database does not answer, or is held up; try again.',
        headers: { 'Retry-After': '5' },
      };
    }
    return null;
  }

  #tellUnknownRoute(request: FastifyRequest): Told {
    const allowed = this.routes.methodsOf(request.url);
    if (allowed.length === 0) return { name: 'not-found', detail: `There is nothing at ${request.url.split('?')[0]}.` };
    const detail = `Here you can ${allowed.join(', ')}.`;
    return { name: 'method-not-allowed', detail, headers: { Allow: allowed.join(', ') } };
  }
}

function tellDomainError(error: unknown): Told | null {
  if (error instanceof TransitionRefused) return tellRefusal(error);
  if (!(error instanceof Error)) return null;
  const detail = `${error.message}.`;
  if (error instanceof InvalidInput) return { name: 'invalid-input', detail, members: { errors: error.errors } };
  if (error instanceof NotFound) return { name: 'not-found', detail };
  if (error instanceof NotAllowed) return { name: 'not-allowed', detail, members: { roles: error.roles } };
  if (error instanceof VersionRequired) return { name: 'version-required', detail };
  if (error instanceof StaleVersion) return { name: 'stale-version', detail, members: { version: error.version } };
  if (error instanceof RuleBroken) return { name: 'guard-failed', detail, members: { rules: error.rules } };
  if (error instanceof AlreadyExists) return { name: 'already-exists', detail };
  if (error instanceof FileNotTaken) return { name: 'unsupported-media-type', detail };
  if (error instanceof KeyReused) return { name: 'key-reused', detail };
  return null;
}

function tellRefusal({ reason, details: { command, state, concerned }, message }: TransitionRefused): Told {
  const members = {
    wrong_state: { command, state, allowed: concerned },
    wrong_role: { command, roles: concerned },
    guard_failed: { command, rules: concerned },
  }[reason];
  const unmet = reason === 'guard_failed' ? `: ${concerned.map((code) => ruleInWords(code) ?? code).join('; ')}` : '';
  return { name: refusals[reason], detail: `${message}${unmet}.`, members };
}
