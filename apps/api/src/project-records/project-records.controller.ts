import type { Clock } from '@grants/platform';
import { projectView, Registry } from '@grants/registry';
import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { existing, momentOf, ReferenceAnswer, SavedAnswer, withVersion } from '../input/answers.js';
import { idempotentRequest, versionIn } from '../input/headers.js';
import { viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { AppointLeaderBody, ChangeProjectBody, EndLeadershipBody, LeadershipsAnswer } from './project-record-bodies.js';

@ApiTags('projects')
@Controller('v1/projects')
export class ProjectRecordsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Patch(':reference')
  @Access({ action: 'project.change', subject: 'project' })
  @Operation({
    summary: 'Change the title or the numbers of a project',
    about: 'Its state changes by commands alone.',
    body: ChangeProjectBody,
    answer: SavedAnswer,
    etag: true,
    ifMatch: true,
  })
  async change(
    @Param('reference') reference: string,
    @Body() body: ChangeProjectBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { ...body, reference, version: versionIn(request) };
    return withVersion(reply, await this.registry.changeProject.execute(input, momentOf(request, this.clock)));
  }

  @Get(':reference/leaders')
  @Access({ action: 'project.read', subject: 'project' })
  @Operation({ summary: 'List who led a project', answer: LeadershipsAnswer })
  async leaders(@Param('reference') reference: string, @Req() request: SignedInRequest): Promise<LeadershipsAnswer> {
    const viewer = viewerOf(request, this.clock);
    const { leaders } = existing('project', reference, await projectView(this.registry.db, reference, viewer));
    return { items: [...leaders] };
  }

  @Post(':reference/leaders')
  @Access({ action: 'project.change', subject: 'project' })
  @Operation({
    summary: 'Appoint who leads a project',
    about: 'From a day on; whoever led it until then no longer does. Access to the file goes with it.',
    body: AppointLeaderBody,
    answer: ReferenceAnswer,
    status: 201,
    idempotent: 'optional',
  })
  async appoint(
    @Param('reference') project: string,
    @Body() body: AppointLeaderBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReferenceAnswer> {
    const input = { ...body, project, request: idempotentRequest(request, { required: false }) };
    const changed = await this.registry.appointLeader.execute(input, momentOf(request, this.clock));
    void reply.header('Location', `/v1/projects/${project}/leaders`);
    return changed;
  }

  @Post(':reference/leaders/:person/end')
  @HttpCode(200)
  @Access({ action: 'project.change', subject: 'project' })
  @Operation({
    summary: 'End a leadership',
    about: 'The project can be without a leader; its recipient stays bound.',
    body: EndLeadershipBody,
    answer: ReferenceAnswer,
    idempotent: 'optional',
  })
  dismiss(
    @Param('reference') project: string,
    @Param('person') person: string,
    @Body() { validTo }: EndLeadershipBody,
    @Req() request: SignedInRequest,
  ): Promise<ReferenceAnswer> {
    const input = { project, person, validTo, request: idempotentRequest(request, { required: false }) };
    return this.registry.dismissLeader.execute(input, momentOf(request, this.clock));
  }
}
