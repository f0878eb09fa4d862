import type { Clock } from '@grants/platform';
import { listOrganisations, namesOf, organisationView, Registry } from '@grants/registry';
import { Body, Controller, Get, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { created, momentOf, present, SavedAnswer, withVersion } from '../input/answers.js';
import { idempotentRequest, versionIn } from '../input/headers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import {
  ChangeOrganisationBody,
  CreateOrganisationBody,
  DatedNamesAnswer,
  OrganisationAnswer,
  OrganisationPage,
  OrganisationQuery,
} from './organisation-bodies.js';

@ApiTags('organisations')
@Controller('v1/organisations')
export class OrganisationsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'organisation.read', isList: true })
  @Operation({ summary: 'List the organisations', answer: OrganisationPage, paged: true })
  list(
    @Query() query: OrganisationQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganisationPage> {
    const { kind, country, ror, kvk, q } = query;
    const [viewer, filters] = [viewerOf(request, this.clock), { kind, country, ror, kvk, q }];
    return answerPage(request, reply, () => listOrganisations(this.registry.db, viewer, filters, pageIn(query)));
  }

  @Get(':reference')
  @Access({ action: 'organisation.read', subject: 'organisation' })
  @Operation({ summary: 'Read an organisation', answer: OrganisationAnswer, etag: true })
  async read(
    @Param('reference') reference: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganisationAnswer> {
    return present(reply, 'organisation', reference, await organisationView(this.registry.db, reference));
  }

  @Get(':reference/names')
  @Access({ action: 'organisation.read', subject: 'organisation' })
  @Operation({ summary: 'List the names that an organisation had', answer: DatedNamesAnswer })
  async names(@Param('reference') reference: string): Promise<DatedNamesAnswer> {
    return { items: await namesOf(this.registry.db, reference) };
  }

  @Post()
  @Access({ action: 'organisation.create' })
  @Operation({
    summary: 'Add an organisation',
    body: CreateOrganisationBody,
    answer: SavedAnswer,
    status: 201,
    etag: true,
    idempotent: 'optional',
  })
  async create(
    @Body() body: CreateOrganisationBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { ...body, request: idempotentRequest(request, { required: false }) };
    const made = await this.registry.createOrganisation.execute(input, momentOf(request, this.clock));
    return withVersion(reply, created(reply, 'organisations', made));
  }

  @Patch(':reference')
  @Access({ action: 'organisation.change', subject: 'organisation' })
  @Operation({
    summary: 'Change an organisation',
    about: 'A new name can hold from an earlier day; the names before it stay known.',
    body: ChangeOrganisationBody,
    answer: SavedAnswer,
    etag: true,
    ifMatch: true,
  })
  async change(
    @Param('reference') reference: string,
    @Body() body: ChangeOrganisationBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { ...body, reference, version: versionIn(request) };
    return withVersion(reply, await this.registry.changeOrganisation.execute(input, momentOf(request, this.clock)));
  }
}
