import type { Clock } from '@grants/platform';
import { funderView, listFunders, Registry } from '@grants/registry';
import { Body, Controller, Get, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { created, momentOf, present, SavedAnswer, withVersion } from '../input/answers.js';
import { idempotentRequest, versionIn } from '../input/headers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { ChangeFunderBody, CreateFunderBody, FunderAnswer, FunderPage, FunderQuery } from './funder-bodies.js';

@ApiTags('funders')
@Controller('v1/funders')
export class FundersController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'funder.read', isList: true })
  @Operation({ summary: 'List the funders', answer: FunderPage, paged: true })
  list(
    @Query() query: FunderQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FunderPage> {
    const { kind, q } = query;
    const viewer = viewerOf(request, this.clock);
    return answerPage(request, reply, () => listFunders(this.registry.db, viewer, { kind, q }, pageIn(query)));
  }

  @Get(':reference')
  @Access({ action: 'funder.read', subject: 'funder' })
  @Operation({ summary: 'Read a funder', answer: FunderAnswer, etag: true })
  async read(
    @Param('reference') reference: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FunderAnswer> {
    return present(reply, 'funder', reference, await funderView(this.registry.db, reference));
  }

  @Post()
  @Access({ action: 'funder.create' })
  @Operation({
    summary: 'Add a funder',
    body: CreateFunderBody,
    answer: SavedAnswer,
    status: 201,
    etag: true,
    idempotent: 'optional',
  })
  async create(
    @Body() body: CreateFunderBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { ...body, request: idempotentRequest(request, { required: false }) };
    const made = await this.registry.createFunder.execute(input, momentOf(request, this.clock));
    return withVersion(reply, created(reply, 'funders', made));
  }

  @Patch(':reference')
  @Access({ action: 'funder.change', subject: 'funder' })
  @Operation({ summary: 'Change a funder', body: ChangeFunderBody, answer: SavedAnswer, etag: true, ifMatch: true })
  async change(
    @Param('reference') reference: string,
    @Body() body: ChangeFunderBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { ...body, reference, version: versionIn(request) };
    return withVersion(reply, await this.registry.changeFunder.execute(input, momentOf(request, this.clock)));
  }
}
