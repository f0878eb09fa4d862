import type { Clock } from '@grants/platform';
import { invitationView, listInvitations, Registry } from '@grants/registry';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { created, existing, momentOf, ReferenceAnswer } from '../input/answers.js';
import { idempotentRequest } from '../input/headers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { InvitationAnswer, InvitationPage, InvitationQuery, InviteBody } from './invitation-bodies.js';

@ApiTags('invitations')
@Controller('v1')
export class InvitationsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('calls/:reference/invitations')
  @Access({ action: 'invitation.read', subject: 'call', isList: true })
  @Operation({
    summary: 'List the invitations to a call',
    about: 'Those who are invited see their own.',
    answer: InvitationPage,
    paged: true,
  })
  list(
    @Param('reference') call: string,
    @Query() query: InvitationQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InvitationPage> {
    const { person, activity, standing } = query;
    const [viewer, filters] = [viewerOf(request, this.clock), { call, person, activity, standing }];
    return answerPage(request, reply, () => listInvitations(this.registry.db, viewer, filters, pageIn(query)));
  }

  @Get('invitations/:reference')
  @Access({ action: 'invitation.read', subject: 'invitation' })
  @Operation({ summary: 'Read an invitation', answer: InvitationAnswer })
  async read(@Param('reference') reference: string, @Req() request: SignedInRequest): Promise<InvitationAnswer> {
    const viewer = viewerOf(request, this.clock);
    return existing('invitation', reference, await invitationView(this.registry.db, reference, viewer));
  }

  @Post('calls/:reference/invitations')
  @Access({ action: 'invitation.create', subject: 'call' })
  @Operation({
    summary: 'Invite a person to a call',
    about: 'For a published call that is by invitation, such as a VIMP, until it closes.',
    body: InviteBody,
    answer: ReferenceAnswer,
    status: 201,
    idempotent: 'optional',
  })
  async invite(
    @Param('reference') call: string,
    @Body() body: InviteBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReferenceAnswer> {
    const input = { ...body, call, request: idempotentRequest(request, { required: false }) };
    const made = await this.registry.invite.execute(input, momentOf(request, this.clock));
    return created(reply, 'invitations', made);
  }

  @Post('invitations/:reference/revocation')
  @HttpCode(200)
  @Access({ action: 'invitation.revoke', subject: 'invitation' })
  @Operation({
    summary: 'Revoke an invitation',
    about: 'One that was not used yet. It stays known that it was there.',
    answer: ReferenceAnswer,
    idempotent: 'optional',
  })
  revoke(@Param('reference') reference: string, @Req() request: SignedInRequest): Promise<ReferenceAnswer> {
    const input = { reference, request: idempotentRequest(request, { required: false }) };
    return this.registry.revokeInvitation.execute(input, momentOf(request, this.clock));
  }
}
