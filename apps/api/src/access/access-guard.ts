import {
  anySubject,
  dateInAmsterdam,
  limitOf,
  NotAllowed,
  NotFound,
  reachOf,
  roleFor,
  rolesAllowed,
  type Action,
  type CalendarDate,
  type Principal,
} from '@grants/domain';
import type { Clock } from '@grants/platform';
import type { FoundSubject, SubjectKind } from '@grants/registry';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { CLOCK, FIND_SUBJECT } from '../tokens.js';
import { canBeKept } from '../input/texts.js';
import { SignIn } from '../sign-in/sign-in.js';
import { ACCESS, PUBLIC, type AccessRule, type SignedInRequest } from './access.js';

/** Finds what access looks at, by kind and reference. */
export type FindSubject = (kind: SubjectKind, reference: string) => Promise<FoundSubject | null>;

/** Signs the caller in and asks the policy, before anything else is looked at: 401, 404, 403. Deny by default. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(FIND_SUBJECT) private readonly findSubject: FindSubject,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    if (this.reflector.get<boolean | undefined>(PUBLIC, handler)) return true;
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const principal = await this.signIn.principalOf(request.headers.authorization);
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS, handler);
    if (!rule) throw new NotAllowed('this route', []);
    if (rule.judgedByUseCase?.(request)) {
      request.caller = { principal, role: null, subject: null };
      return true;
    }
    const today = dateInAmsterdam(this.clock.now());
    const subject = await this.#subjectOf(rule, request);
    if (subject && !roleFor(principal, subject.seenBy, subject, today)) throw notVisible(rule, request);
    const action = actionOf(rule, request);
    if (action && rule.isList) {
      if (!reachesAnything(principal, action, today)) throw new NotAllowed(action, rolesAllowed(action));
      request.caller = { principal, role: null, subject };
      return true;
    }
    // Which command it is cannot be told from a body that is not in order: the validation says what is wrong with it.
    const role = action && roleFor(principal, action, subject ?? anySubject, today);
    if (action && !role) throw new NotAllowed(action, rolesAllowed(action), limitOf(principal, action, today));
    request.caller = { principal, role, subject };
    return true;
  }

  /** A field of the body that names nothing is told by the use case, with its pointer. */
  async #subjectOf({ subject: asked }: AccessRule, request: FastifyRequest) {
    if (!asked) return null;
    if (typeof asked === 'object') {
      const reference = (request.body as Record<string, unknown> | null)?.[asked.referenceIn];
      return typeof reference === 'string' && canBeKept(reference) ? this.findSubject(asked.kind, reference) : null;
    }
    const reference = referenceIn(request);
    const subject = canBeKept(reference) ? await this.findSubject(asked, reference) : null;
    if (!subject) throw new NotFound(asked, reference);
    return subject;
  }
}

function reachesAnything(principal: Principal, action: Action, today: CalendarDate): boolean {
  const { all, places, ownCases } = reachOf(principal, action, today);
  return all || places.length > 0 || ownCases;
}

function actionOf({ action }: AccessRule, request: FastifyRequest): Action | null {
  return typeof action === 'function' ? action(request) : action;
}

function referenceIn(request: FastifyRequest): string {
  return (request.params as { reference?: string }).reference ?? '';
}

function notVisible({ subject }: AccessRule, request: FastifyRequest): NotFound {
  return new NotFound(typeof subject === 'string' ? subject : 'record', referenceIn(request));
}
