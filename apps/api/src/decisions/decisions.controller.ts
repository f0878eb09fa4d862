import { dateInAmsterdam, NotAllowed, NotFound, roleFor, rolesAllowed, type AccessSubject } from '@grants/domain';
import type { Clock } from '@grants/platform';
import { Registry, type Actor, type SettlementInput } from '@grants/registry';
import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, commandOf, type SignedInRequest } from '../access/access.js';
import { momentOf, withVersion } from '../input/answers.js';
import { requireFieldsOf, type CommandFields } from '../input/command-fields.js';
import { idempotentRequest, versionIn } from '../input/headers.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import {
  decisionCommands,
  DecisionStanding,
  DecisionTransitionBody,
  PreparedDecisionAnswer,
  PrepareDecisionBody,
} from './decision-bodies.js';

/** A body that can only be a plain announcement: its access is judged from the facts that the step loads anyway. */
function isPlainAnnouncement({ body }: FastifyRequest): boolean {
  const given = body as Record<string, unknown> | null;
  return given?.['command'] === 'announce' && Object.keys(given).length === 1;
}

/** Which fields each command takes. */
const fieldsOf = {
  sign: { required: [], optional: [] },
  announce: { required: [], optional: [] },
  discard: { required: [], optional: [] },
  note_budget: { required: ['condition', 'adoptedOn'], optional: [] },
  invoke_reservation: { required: ['condition'], optional: [] },
  meet_condition: { required: ['condition'], optional: [] },
  fulfil_obligation: { required: ['obligation'], optional: [] },
} as const satisfies Record<(typeof decisionCommands)[number], CommandFields<Field>>;
type Field = Exclude<keyof DecisionTransitionBody, 'command' | 'occurred' | 'reason'>;

@ApiTags('decisions')
@Controller('v1')
export class DecisionsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('applications/:reference/decisions')
  @Access({ action: 'decision.prepare', subject: 'application' })
  @Operation({
    summary: 'Prepare a decision on an application',
    about: 'If-Match names the version of the application. Another person signs the decision.',
    body: PrepareDecisionBody,
    answer: PreparedDecisionAnswer,
    status: 201,
    etag: true,
    ifMatch: true,
    idempotent: 'required',
  })
  async prepare(
    @Param('reference') reference: string,
    @Body() body: PrepareDecisionBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PreparedDecisionAnswer> {
    const idempotent = idempotentRequest(request, { required: true });
    const input = { ...body, reference, version: versionIn(request), request: idempotent };
    const prepared = await this.registry.prepareDecision.execute(input, momentOf(request, this.clock));
    void reply.header('Location', `/v1/decisions/${prepared.reference}`);
    return withVersion(reply, prepared);
  }

  @Post('decisions/:reference/transitions')
  @HttpCode(200)
  @Access({
    action: commandOf('decision', decisionCommands),
    subject: 'decision',
    judgedByUseCase: isPlainAnnouncement,
  })
  @Operation({
    summary: 'Sign, announce or discard a decision, or say what became of a condition or obligation',
    about: 'Announcing makes it take effect: it honours or rejects the application, and honouring brings its project.',
    body: DecisionTransitionBody,
    answer: DecisionStanding,
    etag: true,
    ifMatch: true,
    idempotent: 'required',
  })
  async move(
    @Param('reference') reference: string,
    @Body() body: DecisionTransitionBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DecisionStanding> {
    requireFieldsOf<DecisionTransitionBody['command'], Field>(body, fieldsOf);
    const { command, occurred, reason } = body;
    const step = {
      reference,
      occurred,
      reason,
      version: versionIn(request),
      request: idempotentRequest(request, { required: true }),
    };
    if (command === 'sign' || command === 'discard') {
      return withVersion(
        reply,
        await this.registry.moveDecision.execute({ ...step, command }, momentOf(request, this.clock)),
      );
    }
    if (command !== 'announce') {
      const settlement = { ...body, ...step } as SettlementInput;
      return withVersion(reply, await this.registry.settleCondition.execute(settlement, momentOf(request, this.clock)));
    }
    const announced = await this.registry.announceDecision.execute(
      step,
      { actor: announcer(request), now: this.clock.now() },
      (facts) => this.#admit(request, reference, facts),
    );
    return withVersion(reply, announced);
  }

  /** The same refusals as the access guard gives, in the same order. */
  #admit({ caller: { principal, role } }: SignedInRequest, reference: string, subject: AccessSubject): void {
    if (role) return;
    const today = dateInAmsterdam(this.clock.now());
    if (!roleFor(principal, 'decision.read', subject, today)) throw new NotFound('decision', reference);
    if (!roleFor(principal, 'decision.announce', subject, today))
      throw new NotAllowed('decision.announce', rolesAllowed('decision.announce'));
  }
}

/** Who announces: only one role may, so it need not be looked for before the facts are there. */
function announcer({ caller: { principal }, id }: SignedInRequest): Actor {
  return { id: principal.accountId, role: 'programme_officer', personId: principal.personId, requestId: id };
}
