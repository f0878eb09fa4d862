import type { Clock } from '@grants/platform';
import { listProgrammes, programmeView, Registry, type WholeProgramme } from '@grants/registry';
import { Body, Controller, Get, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { created, existing, momentOf, present, SavedAnswer, withVersion } from '../input/answers.js';
import { idempotentRequest, versionIn } from '../input/headers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import {
  AddLineBody,
  ChangeProgrammeBody,
  CreateProgrammeBody,
  LinesAnswer,
  ProgrammePage,
  ProgrammeQuery,
  WholeProgrammeAnswer,
} from './programme-bodies.js';

@ApiTags('programmes')
@Controller('v1/programmes')
export class ProgrammesController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'programme.read', isList: true })
  @Operation({ summary: 'List the programmes', answer: ProgrammePage, paged: true })
  list(
    @Query() query: ProgrammeQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProgrammePage> {
    const { funder, policyObjective, targetGroup, q } = query;
    const [viewer, filters] = [viewerOf(request, this.clock), { funder, policyObjective, targetGroup, q }];
    return answerPage(request, reply, () => listProgrammes(this.registry.db, viewer, filters, pageIn(query)));
  }

  @Get(':reference')
  @Access({ action: 'programme.read', subject: 'programme' })
  @Operation({
    summary: 'Read a programme',
    about: 'With its lines, its policy objectives and its target groups.',
    answer: WholeProgrammeAnswer,
    etag: true,
  })
  async read(
    @Param('reference') reference: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WholeProgramme> {
    return present(reply, 'programme', reference, await programmeView(this.registry.db, reference));
  }

  @Post()
  @Access({ action: 'programme.create', subject: { kind: 'funder', referenceIn: 'funder' } })
  @Operation({
    summary: 'Begin a programme',
    body: CreateProgrammeBody,
    answer: SavedAnswer,
    status: 201,
    etag: true,
    idempotent: 'optional',
  })
  async create(
    @Body() body: CreateProgrammeBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { ...body, request: idempotentRequest(request, { required: false }) };
    const made = await this.registry.createProgramme.execute(input, momentOf(request, this.clock));
    return withVersion(reply, created(reply, 'programmes', made));
  }

  @Patch(':reference')
  @Access({ action: 'programme.change', subject: 'programme' })
  @Operation({
    summary: 'Change a programme',
    about:
      'A new title can hold from an earlier day. Policy objectives and target groups replace those that are there.',
    body: ChangeProgrammeBody,
    answer: SavedAnswer,
    etag: true,
    ifMatch: true,
  })
  async change(
    @Param('reference') reference: string,
    @Body() body: ChangeProgrammeBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { ...body, reference, version: versionIn(request) };
    return withVersion(reply, await this.registry.changeProgramme.execute(input, momentOf(request, this.clock)));
  }

  @Get(':reference/lines')
  @Access({ action: 'programme.read', subject: 'programme' })
  @Operation({ summary: 'List the lines of a programme', answer: LinesAnswer })
  async lines(@Param('reference') reference: string): Promise<LinesAnswer> {
    const { lines } = existing('programme', reference, await programmeView(this.registry.db, reference));
    return { items: [...lines] };
  }

  @Post(':reference/lines')
  @Access({ action: 'programme.change', subject: 'programme' })
  @Operation({
    summary: 'Add a line, or a sub-line',
    body: AddLineBody,
    answer: SavedAnswer,
    status: 201,
    etag: true,
    idempotent: 'optional',
  })
  async addLine(
    @Param('reference') programme: string,
    @Body() body: AddLineBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { ...body, programme, request: idempotentRequest(request, { required: false }) };
    const made = await this.registry.addLine.execute(input, momentOf(request, this.clock));
    return withVersion(reply, created(reply, 'programme-lines', made));
  }
}
