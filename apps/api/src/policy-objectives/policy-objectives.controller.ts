import type { Clock } from '@grants/platform';
import { listPolicyObjectives, Registry } from '@grants/registry';
import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { momentOf, ReferenceAnswer } from '../input/answers.js';
import { idempotentRequest } from '../input/headers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { AddPolicyObjectiveBody, PolicyObjectivePage, PolicyObjectiveQuery } from './policy-objective-bodies.js';

@ApiTags('programmes')
@Controller('v1/policy-objectives')
export class PolicyObjectivesController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'programme.read', isList: true })
  @Operation({ summary: 'List the policy objectives', answer: PolicyObjectivePage, paged: true })
  list(
    @Query() query: PolicyObjectiveQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyObjectivePage> {
    const { funder } = query;
    const viewer = viewerOf(request, this.clock);
    return answerPage(request, reply, () => listPolicyObjectives(this.registry.db, viewer, { funder }, pageIn(query)));
  }

  @Post()
  @Access({ action: 'programme.create', subject: { kind: 'funder', referenceIn: 'funder' } })
  @Operation({
    summary: 'Add a policy objective',
    about: 'Programmes name it by its reference.',
    body: AddPolicyObjectiveBody,
    answer: ReferenceAnswer,
    status: 201,
    located: false,
    idempotent: 'optional',
  })
  create(@Body() body: AddPolicyObjectiveBody, @Req() request: SignedInRequest): Promise<ReferenceAnswer> {
    const input = { ...body, request: idempotentRequest(request, { required: false }) };
    return this.registry.addPolicyObjective.execute(input, momentOf(request, this.clock));
  }
}
