import { NotFound } from '@grants/domain';
import type { Clock } from '@grants/platform';
import { accountView, Registry } from '@grants/registry';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { existing, momentOf } from '../input/answers.js';
import { idempotentRequest } from '../input/headers.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { AccountAnswer, AssignRoleBody, CreateAccountBody, EndRoleBody, OpaqueAnswer } from './account-bodies.js';

@ApiTags('accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':reference')
  @Access({ action: 'account.read', subject: 'account' })
  @Operation({ summary: 'Read an account with its roles', answer: AccountAnswer })
  async read(@Param('reference') id: string): Promise<AccountAnswer> {
    const account = existing('account', id, await accountView(this.registry.db, id));
    return { ...account, roles: [...account.roles] };
  }

  @Post()
  @Access({ action: 'account.create' })
  @Operation({
    summary: 'Let somebody sign in',
    body: CreateAccountBody,
    answer: OpaqueAnswer,
    status: 201,
    idempotent: 'optional',
  })
  async create(
    @Body() body: CreateAccountBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OpaqueAnswer> {
    const input = { ...body, request: idempotentRequest(request, { required: false }) };
    const account = await this.registry.createAccount.execute(input, momentOf(request, this.clock));
    void reply.header('Location', `/v1/accounts/${account.id}`);
    return account;
  }

  @Post(':reference/roles')
  @Access({ action: 'account.change', subject: 'account' })
  @Operation({
    summary: 'Give an account a role',
    about: 'Everywhere, or within a funder or a programme; between dates.',
    body: AssignRoleBody,
    answer: OpaqueAnswer,
    status: 201,
    located: false,
    idempotent: 'optional',
  })
  assignRole(
    @Param('reference') account: string,
    @Body() body: AssignRoleBody,
    @Req() request: SignedInRequest,
  ): Promise<OpaqueAnswer> {
    const input = { ...body, account, request: idempotentRequest(request, { required: false }) };
    return this.registry.assignRole.execute(input, momentOf(request, this.clock));
  }

  @Post(':reference/roles/:assignment/end')
  @HttpCode(200)
  @Access({ action: 'account.change', subject: 'account' })
  @Operation({
    summary: 'End a role',
    about: 'Access ends with it. What was done in the role stays.',
    body: EndRoleBody,
    answer: OpaqueAnswer,
  })
  endRole(
    @Param('reference') account: string,
    @Param('assignment') assignment: string,
    @Body() { validTo }: EndRoleBody,
    @Req() request: SignedInRequest,
  ): Promise<OpaqueAnswer> {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(assignment)) throw new NotFound('role', assignment);
    return this.registry.endRole.execute({ account, assignment, validTo }, momentOf(request, this.clock));
  }
}
