import type { Clock } from '@grants/platform';
import { listProjects, projectView, Registry } from '@grants/registry';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { existing, withVersion } from '../input/answers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { ProjectPage, ProjectQuery, WholeProjectAnswer } from './project-answers.js';

@ApiTags('projects')
@Controller('v1/projects')
export class ProjectReadsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'project.read', isList: true })
  @Operation({ summary: 'List the projects', answer: ProjectPage, paged: true })
  list(
    @Query() query: ProjectQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProjectPage> {
    const { cursor, limit, sort, ...filters } = query;
    return answerPage(request, reply, () =>
      listProjects(this.registry.db, viewerOf(request, this.clock), filters, pageIn(query)),
    );
  }

  @Get(':reference')
  @Access({ action: 'project.read', subject: 'project' })
  @Operation({ summary: 'Read a project', answer: WholeProjectAnswer, etag: true })
  async read(
    @Param('reference') reference: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WholeProjectAnswer> {
    const project = withVersion(
      reply,
      existing('project', reference, await projectView(this.registry.db, reference, viewerOf(request, this.clock))),
    );
    return { ...project, leaders: [...project.leaders], recipients: [...project.recipients] };
  }
}
