import { dateInAmsterdam } from '@grants/domain';
import type { Clock } from '@grants/platform';
import { applicationStatus, Registry, type ApplicationStanding } from '@grants/registry';
import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, type SignedInRequest } from '../access/access.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';
import { ApplicationStandingAnswer } from './application-answers.js';

@ApiTags('applications')
@Controller('v1/applications')
export class ApplicationReadsController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The hottest read: its statement judges access itself. */
  @Get(':reference/status')
  @Access({ action: 'application.read', judgedByUseCase: () => true })
  @Operation({
    summary: 'Where an application stands',
    about: 'Phase, since when, what happens next, who is to act, and until when.',
    answer: ApplicationStandingAnswer,
  })
  status(
    @Param('reference') reference: string,
    @Req() { caller: { principal } }: SignedInRequest,
  ): Promise<ApplicationStanding> {
    const viewer = { principal, today: dateInAmsterdam(this.clock.now()) };
    return applicationStatus(this.registry.db, reference, viewer);
  }
}
