import type { Clock } from '@grants/platform';
import { decisionsOf, decisionView, Registry } from '@grants/registry';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { existing, withVersion } from '../input/answers.js';
import { viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { DecisionsAnswer, WholeDecisionAnswer } from './decision-answers.js';

@ApiTags('decisions')
@Controller('v1')
export class DecisionReadsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('applications/:reference/decisions')
  @Access({ action: 'decision.read', subject: 'application' })
  @Operation({
    summary: 'List the decisions on an application',
    about: 'All of them, in order; until it is announced, a decision is for the staff alone.',
    answer: DecisionsAnswer,
  })
  async list(@Param('reference') reference: string, @Req() request: SignedInRequest): Promise<DecisionsAnswer> {
    return { items: await decisionsOf(this.registry.db, reference, viewerOf(request, this.clock)) };
  }

  @Get('decisions/:reference')
  @Access({ action: 'decision.read', subject: 'decision' })
  @Operation({ summary: 'Read a decision with its grounds', answer: WholeDecisionAnswer, etag: true })
  async read(
    @Param('reference') reference: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WholeDecisionAnswer> {
    const { db, vault } = this.registry;
    return withVersion(
      reply,
      existing('decision', reference, await decisionView(db, vault, reference, viewerOf(request, this.clock))),
    );
  }
}
