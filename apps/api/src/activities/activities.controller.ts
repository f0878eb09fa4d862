import type { Action } from '@grants/domain';
import type { Clock } from '@grants/platform';
import { activityView, eachOf, listActivities, Registry, requireReached } from '@grants/registry';
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
  ActivityAnswer,
  ActivityPage,
  ActivityQuery,
  ChangeActivityBody,
  RecordActivityBody,
} from './activity-bodies.js';

@ApiTags('programmes')
@Controller('v1')
export class ActivitiesController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('programmes/:reference/activities')
  @Access({ action: 'activity.read', subject: 'programme' })
  @Operation({ summary: 'List what a programme did besides granting', answer: ActivityPage, paged: true })
  list(
    @Param('reference') programme: string,
    @Query() query: ActivityQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ActivityPage> {
    const { kind, heldFrom, heldUntil } = query;
    const [viewer, filters] = [viewerOf(request, this.clock), { programme, kind, heldFrom, heldUntil }];
    return answerPage(request, reply, () => listActivities(this.registry.db, viewer, filters, pageIn(query)));
  }

  @Get('activities/:reference')
  @Access({ action: 'activity.read', subject: 'activity' })
  @Operation({ summary: 'Read an activity', answer: ActivityAnswer, etag: true })
  async read(
    @Param('reference') reference: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ActivityAnswer> {
    const activity = await activityView(this.registry.db, reference, viewerOf(request, this.clock));
    return present(reply, 'activity', reference, activity);
  }

  @Post('programmes/:reference/activities')
  @Access({ action: 'activity.create', subject: 'programme' })
  @Operation({
    summary: 'Record what a programme did besides granting',
    about: 'Such as an implementation meeting: who took part, and which applications came of it.',
    body: RecordActivityBody,
    answer: SavedAnswer,
    status: 201,
    etag: true,
    idempotent: 'optional',
  })
  async create(
    @Param('reference') programme: string,
    @Body() body: RecordActivityBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    await this.#requireReached(request, 'activity.create', body);
    const input = { ...body, programme, request: idempotentRequest(request, { required: false }) };
    const made = await this.registry.recordActivity.execute(input, momentOf(request, this.clock));
    return withVersion(reply, created(reply, 'activities', made));
  }

  @Patch('activities/:reference')
  @Access({ action: 'activity.change', subject: 'activity' })
  @Operation({
    summary: 'Change an activity',
    about: 'Projects and applications are added to those that are there.',
    body: ChangeActivityBody,
    answer: SavedAnswer,
    etag: true,
    ifMatch: true,
  })
  async change(
    @Param('reference') reference: string,
    @Body() body: ChangeActivityBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    await this.#requireReached(request, 'activity.change', body);
    const input = { ...body, reference, version: versionIn(request) };
    return withVersion(reply, await this.registry.changeActivity.execute(input, momentOf(request, this.clock)));
  }

  #requireReached(
    request: SignedInRequest,
    action: Action,
    { projects, applications }: Pick<ChangeActivityBody, 'projects' | 'applications'>,
  ): Promise<void> {
    const named = {
      ...eachOf('projects', 'project', projects),
      ...eachOf('applications', 'application', applications),
    };
    return requireReached(this.registry.db, viewerOf(request, this.clock), action, named);
  }
}
