import type { Clock } from '@grants/platform';
import { attachmentKindsOf, Registry } from '@grants/registry';
import { Body, Controller, Get, Inject, Param, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { momentOf, Standing, withVersion } from '../input/answers.js';
import { versionIn } from '../input/headers.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { AttachmentKindsBody } from './attachment-bodies.js';

@ApiTags('calls')
@Controller('v1/calls/:reference/attachment-kinds')
export class CallAttachmentKindsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'call.read', subject: 'call' })
  @Operation({ summary: 'List the kinds of attachment that a call asks for', answer: AttachmentKindsBody })
  async list(@Param('reference') reference: string): Promise<AttachmentKindsBody> {
    return { kinds: (await attachmentKindsOf(this.registry.db, reference)) as AttachmentKindsBody['kinds'] };
  }

  @Put()
  @Access({ action: 'call.change', subject: 'call' })
  @Operation({
    summary: 'Say which kinds of attachment a call in preparation asks for',
    body: AttachmentKindsBody,
    answer: Standing,
    etag: true,
    ifMatch: true,
  })
  async set(
    @Param('reference') reference: string,
    @Body() { kinds }: AttachmentKindsBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Standing> {
    const input = { reference, version: versionIn(request), kinds };
    return withVersion(reply, await this.registry.requireAttachments.execute(input, momentOf(request, this.clock)));
  }
}
