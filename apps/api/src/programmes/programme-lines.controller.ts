import type { Clock } from '@grants/platform';
import { lineView, Registry } from '@grants/registry';
import { Body, Controller, Get, Inject, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { momentOf, present, SavedAnswer, withVersion } from '../input/answers.js';
import { versionIn } from '../input/headers.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { ChangeLineBody, WholeLineAnswer } from './programme-bodies.js';

@ApiTags('programmes')
@Controller('v1/programme-lines')
export class ProgrammeLinesController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':reference')
  @Access({ action: 'programme.read', subject: 'programme_line' })
  @Operation({ summary: 'Read a line of a programme', answer: WholeLineAnswer, etag: true })
  async read(
    @Param('reference') reference: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WholeLineAnswer> {
    return present(reply, 'programme line', reference, await lineView(this.registry.db, reference));
  }

  @Patch(':reference')
  @Access({ action: 'programme.change', subject: 'programme_line' })
  @Operation({
    summary: 'Change a line of a programme',
    about: 'Its reference stays, whatever its code becomes.',
    body: ChangeLineBody,
    answer: SavedAnswer,
    etag: true,
    ifMatch: true,
  })
  async change(
    @Param('reference') reference: string,
    @Body() body: ChangeLineBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { ...body, reference, version: versionIn(request) };
    return withVersion(reply, await this.registry.changeLine.execute(input, momentOf(request, this.clock)));
  }
}
