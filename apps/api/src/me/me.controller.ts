import { roles } from '@grants/domain';
import type { Clock } from '@grants/platform';
import { me, Registry } from '@grants/registry';
import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, type SignedInRequest } from '../access/access.js';
import { BilingualAnswer } from '../applications/application-answers.js';
import {
  DateOnly,
  Formed,
  ListOf,
  ListOfCodes,
  Moment,
  OneOf,
  Part,
  Reference,
  Text,
  WholeNumber,
} from '../input/fields.js';
import { CalledAnswer } from '../input/links.js';
import { viewerOf } from '../input/lists.js';
import { Operation } from '../input/operation.js';
import { CLOCK } from '../tokens.js';

class GivenRoleAnswer {
  @OneOf([...roles], { about: 'The role', example: 'programme_officer' })
  role!: string;
  @Text({ about: 'The funder that it is for; null for all', nullable: true, example: 'ZONMW' })
  funder!: string | null;
  @Reference({ about: 'The programme that it is for; null for all', nullable: true, example: 'ZONMW-WWJ' })
  programme!: string | null;
  @DateOnly({ about: 'The first day on which it no longer holds', nullable: true, example: '2027-12-31' })
  validTo!: string | null;
}

class OwnCaseAnswer {
  @Reference({ about: 'The application', example: 'ZONMW-2027-TOUR-0001' })
  application!: string;
  @Text({ about: 'Its title', nullable: true, example: 'Samen in de wijk (verzonnen)' })
  title!: string | null;
  @Text({ about: 'The title of its call', example: 'Wijkgericht werken: rondleiding' })
  call!: string;
  @Reference({ about: 'The project that came of it', nullable: true, example: 'ZONMW-2027-TOUR-0001-P' })
  project!: string | null;
  @Text({ about: 'The state: the project’s once there is one', example: 'awaiting_start' })
  status!: string;
  @Moment({ about: 'Since when', example: '2027-02-15T10:00:00Z' })
  since!: string;
  @Part(() => BilingualAnswer, { about: 'Where it stands' })
  phase!: BilingualAnswer;
  @Part(() => BilingualAnswer, { about: 'What happens next' })
  next!: BilingualAnswer;
  @Text({ about: 'Who is to act, by role', nullable: true, example: 'project_leader' })
  actor!: string | null;
}

class TaskAnswer {
  @Text({ about: 'What waits', example: 'announce_decision' })
  task!: string;
  @Text({ about: 'The kind of record', example: 'decision' })
  machine!: string;
  @Reference({ about: 'The record', example: 'ZONMW-2027-TOUR-0001-D1' })
  reference!: string;
  @Text({ about: 'Its title', nullable: true, example: 'Samen in de wijk (verzonnen)' })
  title!: string | null;
  @Text({ about: 'The term that it is about', nullable: true, example: 'decision_on_application' })
  deadline!: string | null;
  @DateOnly({ about: 'By when', nullable: true, example: '2027-03-08' })
  dueOn!: string | null;
}

/** Who I am here, my cases and what waits for me. */
export class MeAnswer {
  @Formed({
    about: 'My account: the actor of my events',
    form: /^[0-9a-f-]{36}$/,
    says: '',
    example: '01900000-0000-7000-8000-000000000001',
  })
  account!: string;
  @Part(() => CalledAnswer, { about: 'The person behind it', nullable: true })
  person!: CalledAnswer | null;
  @ListOfCodes(roles, { about: 'The roles in which I can act today', example: ['programme_officer'] })
  actsAs!: string[];
  @ListOf(() => GivenRoleAnswer, { about: 'The roles that were given to me' })
  roles!: GivenRoleAnswer[];
  @ListOf(() => OwnCaseAnswer, { about: 'The cases in which I am named' })
  cases!: OwnCaseAnswer[];
  @ListOf(() => TaskAnswer, { about: 'What waits for me' })
  waiting!: TaskAnswer[];
  @WholeNumber({ about: 'How many messages to me I have not read', min: 0, max: 2_147_483_647, example: 2 })
  unreadMessages!: number;
}

@ApiTags('me')
@Controller('v1/me')
export class MeController {
  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ action: 'me.read', isList: true })
  @Operation({ summary: 'Who I am here, my cases and what waits for me', answer: MeAnswer })
  async read(@Req() request: SignedInRequest): Promise<MeAnswer> {
    const {
      account,
      person,
      actsAs,
      roles: given,
      cases,
      waiting,
      unreadMessages,
    } = await me(this.registry.db, viewerOf(request, this.clock));
    return {
      account,
      person,
      actsAs: [...actsAs],
      roles: [...given],
      cases: [...cases],
      waiting: [...waiting],
      unreadMessages,
    };
  }
}
