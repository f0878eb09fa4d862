import type { Clock } from '@grants/platform';
import { Registry, requireReached, relationGraph, relationsOf, relationView } from '@grants/registry';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { created, existing, momentOf, ReferenceAnswer } from '../input/answers.js';
import { idempotentRequest } from '../input/headers.js';
import { viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import {
  EndRelationBody,
  RelateBody,
  RelationAnswer,
  RelationGraphAnswer,
  RelationsAnswer,
} from './project-relation-bodies.js';

@ApiTags('projects')
@Controller('v1')
export class ProjectRelationsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('projects/:reference/relations')
  @Access({ action: 'project.read', subject: 'project' })
  @Operation({ summary: 'List the relations of a project', answer: RelationsAnswer })
  async list(@Param('reference') reference: string): Promise<RelationsAnswer> {
    return { items: await relationsOf(this.registry.db, reference) };
  }

  @Get('projects/:reference/relation-graph')
  @Access({ action: 'project.read', subject: 'project' })
  @Operation({
    summary: 'Read all that is related to a project',
    about: 'Directly or through others; of other projects what is public: their reference and title.',
    answer: RelationGraphAnswer,
  })
  async graph(@Param('reference') reference: string): Promise<RelationGraphAnswer> {
    const { projects, relations, isCut } = await relationGraph(this.registry.db, reference);
    return { projects: [...projects], relations: [...relations], isCut };
  }

  @Post('projects/:reference/relations')
  @Access({ action: 'relation.create', subject: 'project' })
  @Operation({
    summary: 'Relate a project to another one',
    about: 'A relation reads from the project in the path to the one in the body; both are of your programmes.',
    body: RelateBody,
    answer: ReferenceAnswer,
    status: 201,
    idempotent: 'optional',
  })
  async relate(
    @Param('reference') from: string,
    @Body() body: RelateBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReferenceAnswer> {
    const viewer = viewerOf(request, this.clock);
    await requireReached(this.registry.db, viewer, 'relation.create', { '/to': ['project', body.to] });
    const input = { ...body, from, request: idempotentRequest(request, { required: false }) };
    const made = await this.registry.relateProjects.execute(input, momentOf(request, this.clock));
    return created(reply, 'relations', made);
  }

  @Get('relations/:reference')
  @Access({ action: 'project.read', subject: 'relation' })
  @Operation({ summary: 'Read a relation', answer: RelationAnswer })
  async read(@Param('reference') reference: string): Promise<RelationAnswer> {
    return existing('relation', reference, await relationView(this.registry.db, reference));
  }

  @Post('relations/:reference/end')
  @HttpCode(200)
  @Access({ action: 'relation.end', subject: 'relation' })
  @Operation({
    summary: 'End a relation',
    about: 'It stays known that it was there.',
    body: EndRelationBody,
    answer: ReferenceAnswer,
    idempotent: 'optional',
  })
  end(
    @Param('reference') reference: string,
    @Body() { validTo }: EndRelationBody,
    @Req() request: SignedInRequest,
  ): Promise<ReferenceAnswer> {
    const input = { reference, validTo, request: idempotentRequest(request, { required: false }) };
    return this.registry.endRelation.execute(input, momentOf(request, this.clock));
  }
}
