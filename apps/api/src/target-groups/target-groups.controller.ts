import type { Clock } from '@grants/platform';
import { listTargetGroups, Registry } from '@grants/registry';
import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { momentOf } from '../input/answers.js';
import { idempotentRequest } from '../input/headers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import {
  AddedTargetGroupAnswer,
  AddTargetGroupBody,
  TargetGroupPage,
  TargetGroupQuery,
} from './target-group-bodies.js';

@ApiTags('programmes')
@Controller('v1/target-groups')
export class TargetGroupsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'programme.read', isList: true })
  @Operation({ summary: 'List the target groups of funders', answer: TargetGroupPage, paged: true })
  list(
    @Query() query: TargetGroupQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TargetGroupPage> {
    const { funder } = query;
    const viewer = viewerOf(request, this.clock);
    return answerPage(request, reply, () => listTargetGroups(this.registry.db, viewer, { funder }, pageIn(query)));
  }

  @Post()
  @Access({ action: 'programme.create', subject: { kind: 'funder', referenceIn: 'funder' } })
  @Operation({
    summary: 'Add a target group',
    about: 'Programmes name it by its code.',
    body: AddTargetGroupBody,
    answer: AddedTargetGroupAnswer,
    status: 201,
    located: false,
    idempotent: 'optional',
  })
  create(@Body() body: AddTargetGroupBody, @Req() request: SignedInRequest): Promise<AddedTargetGroupAnswer> {
    const input = { ...body, request: idempotentRequest(request, { required: false }) };
    return this.registry.addTargetGroup.execute(input, momentOf(request, this.clock));
  }
}
