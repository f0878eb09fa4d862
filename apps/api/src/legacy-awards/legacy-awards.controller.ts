import type { Clock } from '@grants/platform';
import { legacyAwardView, listLegacyAwards, listRealisations, Registry } from '@grants/registry';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, type SignedInRequest } from '../access/access.js';
import { present } from '../input/answers.js';
import { answerPage, pageIn, viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import {
  LegacyAwardAnswer,
  LegacyAwardPage,
  LegacyAwardQuery,
  RealisationPage,
  RealisationQuery,
} from './legacy-award-bodies.js';

@ApiTags('legacy-awards')
@Controller('v1/legacy-awards')
export class LegacyAwardsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'legacy_award.read', isList: true })
  @Operation({ summary: 'List the awards that are known from payments alone', answer: LegacyAwardPage, paged: true })
  list(
    @Query() query: LegacyAwardQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LegacyAwardPage> {
    const { funder, call, recipient, status } = query;
    const [viewer, filters] = [viewerOf(request, this.clock), { funder, call, recipient, status }];
    return answerPage(request, reply, () => listLegacyAwards(this.registry.db, viewer, filters, pageIn(query)));
  }

  @Get(':reference')
  @Access({ action: 'legacy_award.read', subject: 'legacy_award' })
  @Operation({ summary: 'Read an award that is known from payments alone', answer: LegacyAwardAnswer, etag: true })
  async read(
    @Param('reference') reference: string,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LegacyAwardAnswer> {
    const award = await legacyAwardView(this.registry.db, reference, viewerOf(request, this.clock));
    return present(reply, 'legacy award', reference, award);
  }

  @Get(':reference/realisations')
  @Access({ action: 'legacy_award.read', subject: 'legacy_award' })
  @Operation({
    summary: 'List what was paid on a legacy award',
    about: 'Payments of an import that was voided are shown too, marked so.',
    answer: RealisationPage,
    paged: true,
  })
  realisations(
    @Param('reference') legacyAward: string,
    @Query() query: RealisationQuery,
    @Req() request: SignedInRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RealisationPage> {
    const { importRun, year } = query;
    const filters = { legacyAward, importRun, year: year === undefined ? undefined : String(year) };
    const viewer = viewerOf(request, this.clock);
    return answerPage(request, reply, () => listRealisations(this.registry.db, viewer, filters, pageIn(query)));
  }
}
