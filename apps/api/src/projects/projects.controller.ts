import type { Clock } from '@grants/platform';
import { Registry, type ProjectCommandInput } from '@grants/registry';
import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, commandOf, type SignedInRequest } from '../access/access.js';
import { momentOf, Standing, withVersion } from '../input/answers.js';
import { requireFieldsOf, type CommandFields } from '../input/command-fields.js';
import { idempotentRequest, versionIn } from '../input/headers.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { projectCommands, ProjectTransitionBody } from './project-bodies.js';

/** Which fields each command takes. */
const fieldsOf = {
  confirm_start: { required: ['startedOn'], optional: ['endsOn', 'lateStartReason'] },
  end: { required: ['endedOn'], optional: [] },
  complete: { required: [], optional: ['finalReportApprovedOn'] },
  suspend: { required: [], optional: [] },
  resume: { required: [], optional: [] },
} as const satisfies Record<(typeof projectCommands)[number], CommandFields<Field>>;
type Field = Exclude<keyof ProjectTransitionBody, 'command' | 'occurred' | 'reason'>;

/** The command with its own fields and no others. @throws InvalidInput */
function commandIn(body: ProjectTransitionBody): ProjectCommandInput {
  requireFieldsOf<ProjectTransitionBody['command'], Field>(body, fieldsOf);
  return body as ProjectCommandInput;
}

@ApiTags('projects')
@Controller('v1/projects')
export class ProjectsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post(':reference/transitions')
  @HttpCode(200)
  @Access({ action: commandOf('project', projectCommands), subject: 'project' })
  @Operation({
    summary: 'Start, suspend, resume, end or complete a project',
    body: ProjectTransitionBody,
    answer: Standing,
    etag: true,
    ifMatch: true,
    idempotent: 'required',
  })
  async move(
    @Param('reference') reference: string,
    @Body() body: ProjectTransitionBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Standing> {
    const { occurred, reason } = body;
    const step = {
      reference,
      occurred,
      reason,
      version: versionIn(request),
      request: idempotentRequest(request, { required: true }),
    };
    return withVersion(
      reply,
      await this.registry.moveProject.execute({ ...commandIn(body), ...step }, momentOf(request, this.clock)),
    );
  }
}
