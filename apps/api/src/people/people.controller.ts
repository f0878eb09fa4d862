import type { Clock } from '@grants/platform';
import { listPeople, personContact, personView, Registry } from '@grants/registry';
import { Body, Controller, Get, Inject, Param, Patch, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { created, momentOf, present, SavedAnswer, withVersion } from '../input/answers.js';
import { idempotentRequest, versionIn } from '../input/headers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import {
  ChangePersonBody,
  ContactAnswer,
  ContactBody,
  CreatePersonBody,
  PersonAnswer,
  PersonPage,
  PersonQuery,
} from './person-bodies.js';

@ApiTags('people')
@Controller('v1/people')
export class PeopleController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'person.read', isList: true })
  @Operation({
    summary: 'List the people',
    about: 'Applicants and project leaders see themselves alone.',
    answer: PersonPage,
    paged: true,
  })
  list(
    @Query() query: PersonQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonPage> {
    const { orcid, q } = query;
    const viewer = viewerOf(request, this.clock);
    return answerPage(request, reply, () => listPeople(this.registry.db, viewer, { orcid, q }, pageIn(query)));
  }

  @Get(':reference')
  @Access({ action: 'person.read', subject: 'person' })
  @Operation({ summary: 'Read a person', answer: PersonAnswer, etag: true })
  async read(
    @Param('reference') reference: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonAnswer> {
    return present(reply, 'person', reference, await personView(this.registry.db, reference));
  }

  @Post()
  @Access({ action: 'person.create' })
  @Operation({
    summary: 'Add a person',
    body: CreatePersonBody,
    answer: SavedAnswer,
    status: 201,
    etag: true,
    idempotent: 'optional',
  })
  async create(
    @Body() body: CreatePersonBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { ...body, request: idempotentRequest(request, { required: false }) };
    const made = await this.registry.createPerson.execute(input, momentOf(request, this.clock));
    return withVersion(reply, created(reply, 'people', made));
  }

  @Patch(':reference')
  @Access({ action: 'person.change', subject: 'person' })
  @Operation({ summary: 'Change a person', body: ChangePersonBody, answer: SavedAnswer, etag: true, ifMatch: true })
  async change(
    @Param('reference') reference: string,
    @Body() body: ChangePersonBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { ...body, reference, version: versionIn(request) };
    return withVersion(reply, await this.registry.changePerson.execute(input, momentOf(request, this.clock)));
  }

  @Get(':reference/contact')
  @Access({ action: 'person_contact.read', subject: 'person' })
  @Operation({ summary: 'Read how to reach a person', answer: ContactAnswer, etag: true })
  async contact(
    @Param('reference') reference: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContactAnswer> {
    return present(reply, 'person', reference, await personContact(this.registry.db, reference));
  }

  @Put(':reference/contact')
  @Access({ action: 'person_contact.change', subject: 'person' })
  @Operation({
    summary: 'Say how to reach a person',
    about: 'The version is the person’s, and goes up.',
    body: ContactBody,
    answer: SavedAnswer,
    etag: true,
    ifMatch: true,
  })
  async changeContact(
    @Param('reference') reference: string,
    @Body() { email = null, phone = null, address = null }: ContactBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { email, phone, address, reference, version: versionIn(request) };
    return withVersion(reply, await this.registry.changeContact.execute(input, momentOf(request, this.clock)));
  }
}
