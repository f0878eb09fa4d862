import type { Clock } from '@grants/platform';
import {
  applicationStatus,
  applicationView,
  listApplications,
  Registry,
  type ApplicationStanding,
} from '@grants/registry';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { existing, withVersion } from '../input/answers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { ApplicationStandingAnswer } from './application-answers.js';
import { ApplicationPage, ApplicationQuery, WholeApplicationAnswer } from './application-view-answers.js';

@ApiTags('applications')
@Controller('v1/applications')
export class ApplicationReadsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'application.read', isList: true })
  @Operation({
    summary: 'List the applications',
    about: 'Of your programmes, or your own; drafts are their owner’s alone.',
    answer: ApplicationPage,
    paged: true,
  })
  list(
    @Query() query: ApplicationQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApplicationPage> {
    const { cursor, limit, sort, ...filters } = query;
    return answerPage(request, reply, () =>
      listApplications(this.registry.db, viewerOf(request, this.clock), filters, pageIn(query)),
    );
  }

  @Get(':reference')
  @Access({ action: 'application.read', subject: 'application' })
  @Operation({ summary: 'Read an application', answer: WholeApplicationAnswer, etag: true })
  async read(
    @Param('reference') reference: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WholeApplicationAnswer> {
    const viewer = viewerOf(request, this.clock);
    const found = withVersion(
      reply,
      existing('application', reference, await applicationView(this.registry.db, reference, viewer)),
    );
    return {
      ...found,
      partners: [...found.partners],
      budgetLines: [...found.budgetLines],
      parents: [...found.parents],
    };
  }

  /** The hottest read: its statement judges access itself. */
  @Get(':reference/status')
  @Access({ action: 'application.read', judgedByUseCase: () => true })
  @Operation({
    summary: 'Where an application stands',
    about: 'Phase, since when, what happens next, who is to act, and until when.',
    answer: ApplicationStandingAnswer,
  })
  status(@Param('reference') reference: string, @Req() request: SignedInRequest): Promise<ApplicationStanding> {
    return applicationStatus(this.registry.db.reads, reference, viewerOf(request, this.clock));
  }
}
