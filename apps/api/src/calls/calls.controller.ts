import type { Clock } from '@grants/platform';
import { Registry } from '@grants/registry';
import { Body, Controller, HttpCode, Inject, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, commandOf, type SignedInRequest } from '../access/access.js';
import { momentOf, Standing, withVersion } from '../input/answers.js';
import { idempotentRequest, versionIn } from '../input/headers.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { AmendCallBody, callCommands, CallContentBody, CallTransitionBody, CreateCallBody } from './call-bodies.js';

@ApiTags('calls')
@Controller('v1/calls')
export class CallsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Access({ action: 'call.create', subject: { kind: 'programme', referenceIn: 'programme' } })
  @Operation({
    summary: 'Begin a call',
    body: CreateCallBody,
    answer: Standing,
    status: 201,
    etag: true,
    idempotent: 'optional',
  })
  async create(
    @Body() body: CreateCallBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Standing> {
    const { programme, programmeLine, code, occurred, reason, ...content } = body;
    const call = { programme, programmeLine, code, occurred, reason, content };
    const created = await this.registry.createCall.execute(
      { ...call, request: idempotentRequest(request, { required: false }) },
      momentOf(request, this.clock),
    );
    void reply.header('Location', `/v1/calls/${created.reference}`);
    return withVersion(reply, created);
  }

  @Patch(':reference')
  @Access({ action: 'call.change', subject: 'call' })
  @Operation({
    summary: 'Change a call in preparation',
    body: CallContentBody,
    answer: Standing,
    etag: true,
    ifMatch: true,
  })
  async change(
    @Param('reference') reference: string,
    @Body() content: CallContentBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Standing> {
    const input = { reference, version: versionIn(request), content };
    return withVersion(reply, await this.registry.changeCall.execute(input, momentOf(request, this.clock)));
  }

  @Post(':reference/amendments')
  @HttpCode(200)
  @Access({ action: 'call.amend', subject: 'call' })
  @Operation({
    summary: 'Amend a published call',
    about: 'What came in before goes by the terms under which it came in (Awb 4:27(2)).',
    body: AmendCallBody,
    answer: Standing,
    etag: true,
    ifMatch: true,
    idempotent: 'required',
  })
  async amend(
    @Param('reference') reference: string,
    @Body() { reason, ...changes }: AmendCallBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Standing> {
    const idempotent = idempotentRequest(request, { required: true });
    const input = { reference, reason, changes, version: versionIn(request), request: idempotent };
    return withVersion(reply, await this.registry.amendCall.execute(input, momentOf(request, this.clock)));
  }

  @Post(':reference/transitions')
  @HttpCode(200)
  @Access({ action: commandOf('call', callCommands), subject: 'call' })
  @Operation({
    summary: 'Publish, open, close, conclude, cancel or archive a call',
    body: CallTransitionBody,
    answer: Standing,
    etag: true,
    ifMatch: true,
    idempotent: 'required',
  })
  async move(
    @Param('reference') reference: string,
    @Body() body: CallTransitionBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Standing> {
    const idempotent = idempotentRequest(request, { required: true });
    const input = { ...body, reference, version: versionIn(request), request: idempotent };
    return withVersion(reply, await this.registry.moveCall.execute(input, momentOf(request, this.clock)));
  }
}
