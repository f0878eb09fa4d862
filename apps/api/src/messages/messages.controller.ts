import type { Clock } from '@grants/platform';
import {
  listBouncedMessages,
  listMessagesAbout,
  listOwnMessages,
  markRead,
  ownMessage,
  personConsent,
  Registry,
} from '@grants/registry';
import { Body, Controller, Get, Inject, Param, Put, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { existing, momentOf, present, SavedAnswer, withVersion } from '../input/answers.js';
import { versionIn } from '../input/headers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { languageIn } from './language-in.js';
import {
  ConsentAnswer,
  ConsentBody,
  LanguageQuery,
  MessageAnswer,
  MessageListQuery,
  MessagePage,
  OwnMessagesQuery,
  ReadMessageAnswer,
  SentMessagePage,
} from './message-bodies.js';

const languageOf = (language: LanguageQuery['language'], { headers }: SignedInRequest) =>
  languageIn(language, headers['accept-language']);

@ApiTags('messages')
@Controller('v1/me/messages')
export class OwnMessagesController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'me.read', isList: true })
  @Operation({ summary: 'The messages to me, the newest first', answer: MessagePage, paged: true })
  list(
    @Query() query: OwnMessagesQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessagePage> {
    const asked = { isUnread: query.unread, language: languageOf(query.language, request) };
    const viewer = viewerOf(request, this.clock);
    return answerPage(request, reply, () => listOwnMessages(this.registry.db, viewer, asked, pageIn(query)));
  }

  @Get(':id')
  @Access({ action: 'me.read', isList: true })
  @Operation({ summary: 'Read a message to me', answer: MessageAnswer })
  async read(
    @Param('id') id: string,
    @Query() { language }: LanguageQuery,
    @Req() request: SignedInRequest,
  ): Promise<MessageAnswer> {
    const viewer = viewerOf(request, this.clock);
    return existing('message', id, await ownMessage(this.registry.db, viewer, id, languageOf(language, request)));
  }

  @Put(':id/read')
  @Access({ action: 'me.read', isList: true })
  @Operation({
    summary: 'Mark a message as read',
    about: 'When it was read first stays, however often it is marked.',
    answer: ReadMessageAnswer,
  })
  async markRead(@Param('id') id: string, @Req() request: SignedInRequest): Promise<ReadMessageAnswer> {
    return existing('message', id, await markRead(this.registry.db, viewerOf(request, this.clock), id));
  }
}

@ApiTags('messages')
@Controller('v1')
export class SentMessagesController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('applications/:reference/messages')
  @Access({ action: 'message.read', subject: 'application' })
  @Operation({
    summary: 'What was told about an application, to whom, and what came of it',
    about: 'Each message with the proof of its sending, the newest first.',
    answer: SentMessagePage,
    paged: true,
  })
  about(
    @Param('reference') reference: string,
    @Query() query: MessageListQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SentMessagePage> {
    const viewer = viewerOf(request, this.clock);
    const language = languageOf(query.language, request);
    return answerPage(request, reply, async () =>
      answered(await listMessagesAbout(this.registry.db, viewer, reference, language, pageIn(query))),
    );
  }

  @Get('bounced-messages')
  @Access({ action: 'message.read', isList: true })
  @Operation({
    summary: 'The messages of your programmes that could not be mailed',
    about: 'They are in the portal; where a term begins with one, tell its addressee by post.',
    answer: SentMessagePage,
    paged: true,
  })
  bounced(
    @Query() query: MessageListQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SentMessagePage> {
    const viewer = viewerOf(request, this.clock);
    const language = languageOf(query.language, request);
    return answerPage(request, reply, async () =>
      answered(await listBouncedMessages(this.registry.db, viewer, language, pageIn(query))),
    );
  }
}

function answered({ items, next }: Awaited<ReturnType<typeof listBouncedMessages>>) {
  return { items: items.map((each) => ({ ...each, attempts: [...each.attempts] })), next };
}

@ApiTags('people')
@Controller('v1/people/:reference/electronic-consent')
export class ConsentController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'electronic_consent.read', subject: 'person' })
  @Operation({ summary: 'Whether a person consents to be reached by mail', answer: ConsentAnswer, etag: true })
  async read(
    @Param('reference') reference: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConsentAnswer> {
    const consent = present(reply, 'person', reference, await personConsent(this.registry.db, reference));
    return { ...consent, history: [...consent.history] };
  }

  @Put()
  @Access({ action: 'electronic_consent.change', subject: 'person' })
  @Operation({
    summary: 'Say whether a person consents to be reached by mail',
    about: 'It holds from now on; what it was before is kept. The version is the person’s, and goes up.',
    body: ConsentBody,
    answer: SavedAnswer,
    etag: true,
    ifMatch: true,
  })
  async change(
    @Param('reference') reference: string,
    @Body() { isGiven, language = 'nl' }: ConsentBody,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedAnswer> {
    const input = { isGiven, language, reference, version: versionIn(request) };
    return withVersion(reply, await this.registry.changeConsent.execute(input, momentOf(request, this.clock)));
  }
}
