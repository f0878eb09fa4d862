import { InvalidInput } from '@grants/domain';
import type { Clock } from '@grants/platform';
import { Registry, type ClockInput } from '@grants/registry';
import { Body, Controller, HttpCode, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, commandOf, type SignedInRequest } from '../access/access.js';
import { momentOf, Standing, withVersion } from '../input/answers.js';
import { requireFieldsOf, type CommandFields } from '../input/command-fields.js';
import { idempotentRequest, versionIn } from '../input/headers.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import {
  ApplicationContentBody,
  applicationCommands,
  ApplicationTransitionBody,
  ChecksBody,
  CreateApplicationBody,
  RegisterApplicationBody,
} from './application-bodies.js';

const nothing = { required: [], optional: [] } as const;
/** Which fields each command takes. */
const fieldsOf = {
  submit: nothing,
  register: nothing,
  agree: nothing,
  request_repair: { required: [], optional: ['repairUntil'] },
  repair: nothing,
  admit: nothing,
  suspend_term: { required: ['ground'], optional: ['through'] },
  resume_term: nothing,
  name_another_term: { required: ['until'], optional: [] },
  give_notice_of_default: { required: [], optional: ['exclusion'] },
  withdraw: nothing,
} as const satisfies Record<(typeof applicationCommands)[number], CommandFields<Field>>;
type Field = Exclude<keyof ApplicationTransitionBody, 'command' | 'occurred' | 'reason'>;

@ApiTags('applications')
@Controller('v1')
export class ApplicationsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('applications')
  @Access({ action: 'application.create', subject: { kind: 'call', referenceIn: 'call' } })
  @Operation({
    summary: 'Begin a draft',
    body: CreateApplicationBody,
    answer: Standing,
    status: 201,
    etag: true,
    idempotent: 'optional',
  })
  async create(
    @Body() { call, content = {} }: CreateApplicationBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Standing> {
    const input = { call, content, request: idempotentRequest(request, { required: false }) };
    const created = await this.registry.createApplication.execute(input, momentOf(request, this.clock));
    void reply.header('Location', `/v1/applications/${created.reference}`);
    return withVersion(reply, created);
  }

  @Post('calls/:reference/registrations')
  @Access({ action: 'application.register', subject: 'call' })
  @Operation({
    summary: 'Register an application that came in on paper',
    about: 'With the moment at which it was received; it is judged by what the call allowed then.',
    body: RegisterApplicationBody,
    answer: Standing,
    status: 201,
    etag: true,
    idempotent: 'optional',
  })
  async register(
    @Param('reference') call: string,
    @Body() { content, unknown, receivedAt, reason }: RegisterApplicationBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Standing> {
    const input = {
      call,
      content,
      unknown,
      occurred: receivedAt,
      reason,
      request: idempotentRequest(request, { required: false }),
    };
    const registered = await this.registry.registerApplication
      .execute(input, momentOf(request, this.clock))
      .catch(under('/content'));
    void reply.header('Location', `/v1/applications/${registered.reference}`);
    return withVersion(reply, registered);
  }

  @Put('applications/:reference/draft')
  @Access({ action: 'application.change', subject: 'application' })
  @Operation({
    summary: 'Replace what a draft says',
    body: ApplicationContentBody,
    answer: Standing,
    etag: true,
    ifMatch: true,
  })
  async change(
    @Param('reference') reference: string,
    @Body() content: ApplicationContentBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Standing> {
    const input = { reference, version: versionIn(request), content };
    return withVersion(reply, await this.registry.changeDraft.execute(input, momentOf(request, this.clock)));
  }

  @Post('applications/:reference/transitions')
  @HttpCode(200)
  @Access({
    action: commandOf('application', applicationCommands),
    subject: 'application',
  })
  @Operation({
    summary: 'Submit, register, complete, admit or withdraw an application',
    about: 'Honouring and rejecting come by announcing a decision.',
    body: ApplicationTransitionBody,
    answer: Standing,
    etag: true,
    ifMatch: true,
    idempotent: 'required',
  })
  async move(
    @Param('reference') reference: string,
    @Body() body: ApplicationTransitionBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Standing> {
    const idempotent = idempotentRequest(request, { required: true });
    requireFieldsOf<ApplicationTransitionBody['command'], Field>(body, fieldsOf);
    const { command, occurred, reason, repairUntil, ground, through, until, exclusion } = body;
    const step = { reference, occurred, reason, version: versionIn(request), request: idempotent };
    const moment = momentOf(request, this.clock);
    switch (command) {
      case 'submit':
      case 'register':
      case 'withdraw':
        return withVersion(reply, await this.registry.moveApplication.execute({ ...step, command }, moment));
      case 'suspend_term':
      case 'resume_term':
      case 'name_another_term':
      case 'give_notice_of_default': {
        const input = { ...step, command, ground, through, until, exclusion } as ClockInput;
        return withVersion(reply, await this.registry.timeApplication.execute(input, moment));
      }
      default: {
        const input = { ...step, command, repairUntil };
        return withVersion(reply, await this.registry.admitApplication.execute(input, moment));
      }
    }
  }

  @Put('applications/:reference/checks')
  @HttpCode(204)
  @Access({ action: 'application.check', subject: 'application' })
  @Operation({
    summary: 'Go through the admissibility checklist',
    about: 'What was noted before is replaced; an application is admitted once every item was found in order.',
    body: ChecksBody,
    status: 204,
  })
  async check(
    @Param('reference') reference: string,
    @Body() { items: found }: ChecksBody,
    @Req() request: SignedInRequest,
  ): Promise<void> {
    await this.registry.checkApplication.execute({ reference, found }, momentOf(request, this.clock));
  }
}

/** Puts the pointers of input errors below the field of the body that they are about. */
function under(field: string) {
  return (error: unknown): never => {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.errors.map(({ pointer, detail }) => ({ pointer: field + pointer, detail })));
  };
}
