import type { Clock } from '@grants/platform';
import { callTerms, callView, listCalls, Registry } from '@grants/registry';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { existing, withVersion } from '../input/answers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { CallPage, CallQuery, CallTermsList, WholeCallAnswer } from './call-answers.js';

@ApiTags('calls')
@Controller('v1/calls')
export class CallReadsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'call.read', isList: true })
  @Operation({ summary: 'List the calls', answer: CallPage, paged: true })
  list(
    @Query() query: CallQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CallPage> {
    const { cursor, limit, sort, ...filters } = query;
    return answerPage(request, reply, () =>
      listCalls(this.registry.db, viewerOf(request, this.clock), filters, pageIn(query)),
    );
  }

  @Get(':reference')
  @Access({ action: 'call.read', subject: 'call' })
  @Operation({ summary: 'Read a call', answer: WholeCallAnswer, etag: true })
  async read(
    @Param('reference') reference: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WholeCallAnswer> {
    return withVersion(
      reply,
      existing('call', reference, await callView(this.registry.db, reference, viewerOf(request, this.clock))),
    );
  }

  @Get(':reference/terms')
  @Access({ action: 'call.read', subject: 'call' })
  @Operation({ summary: 'What a call allowed, as published and after each amendment', answer: CallTermsList })
  async terms(@Param('reference') reference: string): Promise<CallTermsList> {
    return { items: await callTerms(this.registry.db, reference) };
  }
}
