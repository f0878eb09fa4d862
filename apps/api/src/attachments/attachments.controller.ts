import { attachmentKinds, InvalidInput, NotFound, type AttachmentKind } from '@grants/domain';
import type { Clock, Configuration } from '@grants/platform';
import { attachmentMediaTypes, attachmentsOf, Registry, type AttachmentView } from '@grants/registry';
import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { momentOf } from '../input/answers.js';
import { idempotentRequest } from '../input/headers.js';
import { Operation } from '../input/operation.js';
import { CLOCK, CONFIGURATION } from '../tokens.js';
import { AddedAttachmentAnswer, AttachmentAnswer, AttachmentsAnswer } from './attachment-bodies.js';
import { attachmentBytes, takeUpload } from './upload.js';

const kinds = Object.keys(attachmentKinds);

/** @throws InvalidInput naming the kinds that there are. */
function kindOf(given: unknown): AttachmentKind {
  const kind = kinds.find((known) => known === given);
  if (kind === undefined) throw new InvalidInput([{ pointer: '/kind', detail: `must be one of ${kinds.join(', ')}` }]);
  return kind as AttachmentKind;
}

@ApiTags('applications')
@Controller('v1/applications/:reference/attachments')
export class AttachmentsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Post()
  @Access({ action: 'application.change', subject: 'application' })
  @Operation({
    summary: 'Add a file to a draft, or to an application that is being completed',
    about: `One file, and what it is. What it may be is judged by its bytes: ${attachmentMediaTypes.join(', ')}.`,
    answer: AddedAttachmentAnswer,
    status: 201,
    idempotent: 'optional',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['kind', 'file'],
      properties: {
        kind: { type: 'string', enum: kinds, description: 'What it is', example: 'budget' },
        file: { type: 'string', format: 'binary', description: 'The file', example: 'begroting.pdf' },
      },
    },
  })
  async add(
    @Param('reference') reference: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AddedAttachmentAnswer> {
    const { file, ...said } = await takeUpload(request, this.registry, attachmentBytes(this.configuration));
    try {
      const { fileName } = said;
      const kind = kindOf(said.kind);
      const body = { kind, fileName, sha256: file.sha256 };
      const input = { reference, kind, fileName, file, request: idempotentRequest(request, { required: false, body }) };
      const added = await this.registry.addAttachment.execute(input, momentOf(request, this.clock));
      void reply.header('Location', `/v1/applications/${reference}/attachments/${added.number}`);
      return added;
    } finally {
      await file.drop();
    }
  }

  @Get()
  @Access({ action: 'application.read', subject: 'application' })
  @Operation({ summary: 'List the attachments of an application', answer: AttachmentsAnswer })
  async list(@Param('reference') reference: string, @Req() request: SignedInRequest): Promise<AttachmentsAnswer> {
    return { items: await attachmentsOf(this.registry.db, reference, request.caller.principal.accountId) };
  }

  @Get(':number')
  @Access({ action: 'application.read', subject: 'application' })
  @Operation({ summary: 'Read what is known of an attachment', answer: AttachmentAnswer })
  read(
    @Param('reference') reference: string,
    @Param('number') number: string,
    @Req() request: SignedInRequest,
  ): Promise<AttachmentAnswer> {
    return this.#find(reference, number, request);
  }

  @Get(':number/content')
  @Access({ action: 'application.read', subject: 'application' })
  @Operation({
    summary: 'Take the file of an attachment',
    about: 'Its ETag is the SHA-256 of its bytes. It breaks off where they are not those that were received.',
    file: attachmentMediaTypes,
  })
  async content(
    @Param('reference') reference: string,
    @Param('number') number: string,
    @Req() request: SignedInRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { sha256, mediaType, size, fileName } = await this.#find(reference, number, request);
    const bytes = await this.registry.files.read(sha256);
    bytes.on('error', (error) => request.log.error({ err: error }, 'an attachment was broken off'));
    await reply
      .headers({
        'Content-Type': mediaType,
        'Content-Length': size,
        'Content-Disposition': contentDisposition(fileName),
        ETag: `"${sha256}"`,
      })
      .send(bytes);
  }

  @Delete(':number')
  @HttpCode(204)
  @Access({ action: 'application.change', subject: 'application' })
  @Operation({
    summary: 'Remove an attachment',
    about: 'While the application is a draft or is being completed; that it was there stays known.',
    status: 204,
  })
  async remove(
    @Param('reference') reference: string,
    @Param('number') number: string,
    @Req() request: SignedInRequest,
  ): Promise<void> {
    const found = await this.#find(reference, number, request);
    await this.registry.removeAttachment.execute({ reference, number: found.number }, momentOf(request, this.clock));
  }

  async #find(reference: string, number: string, { caller }: SignedInRequest): Promise<AttachmentView> {
    const all = await attachmentsOf(this.registry.db, reference, caller.principal.accountId);
    const found = all.find((each) => String(each.number) === number);
    if (!found) throw new NotFound('attachment', `${reference}/${number}`);
    return found;
  }
}
