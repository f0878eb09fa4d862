import { Amount, DateOnly, Moment, Part, Reference, Text } from '../input/fields.js';

export class BilingualAnswer {
  @Text({ about: 'In Dutch', example: 'Uw aanvraag is ontvangen en wordt beoordeeld.' })
  nl!: string;
  @Text({ about: 'In English', example: 'Your application was received and is being assessed.' })
  en!: string;
}

class NextDeadlineAnswer {
  @Text({ about: 'What it is for', example: 'decision_on_application' })
  kind!: string;
  @DateOnly({ about: 'The last day', example: '2027-01-18' })
  endsOn!: string;
  @Text({ about: 'By which article or rule', example: 'Awb 4:13(2)' })
  basis!: string;
}

class AnnouncedAnswer {
  @Reference({ about: 'The reference of the decision', example: 'ZONMW-2027-TOUR-0001-D1' })
  reference!: string;
  @Text({ about: 'What was decided', example: 'partial_honour' })
  kind!: string;
  @DateOnly({ about: 'When it was announced', example: '2027-02-15' })
  announcedOn!: string;
  @Amount({ about: 'What was granted; null where nothing was', nullable: true, example: '45000.00' })
  granted!: string | null;
}

class ProjectStandingAnswer {
  @Reference({ about: 'The reference of the project', example: 'ZONMW-2027-TOUR-0001-P' })
  reference!: string;
  @Text({ about: 'Its state', example: 'awaiting_start' })
  status!: string;
  @DateOnly({ about: 'When it started, or is to start', nullable: true, example: '2027-03-01' })
  startsOn!: string | null;
  @DateOnly({ about: 'When it is to end', nullable: true, example: '2029-02-28' })
  endsOn!: string | null;
}

/** Where an application stands, in one answer. */
export class ApplicationStandingAnswer {
  @Reference({ about: 'The reference of the application', example: 'ZONMW-2027-TOUR-0001' })
  reference!: string;
  @Text({
    about: 'Its title; null where its source does not tell it',
    nullable: true,
    example: 'Samen in de wijk (verzonnen)',
  })
  title!: string | null;
  @Text({ about: 'The title of its call', example: 'Wijkgericht werken: rondleiding' })
  call!: string;
  @Text({ about: 'Its state', example: 'submitted' })
  status!: string;
  @Part(() => BilingualAnswer, { about: 'Where it stands, in plain words' })
  phase!: BilingualAnswer;
  @Moment({ about: 'Since when', example: '2027-01-11T09:00:00Z' })
  since!: string;
  @Part(() => BilingualAnswer, { about: 'What happens next' })
  next!: BilingualAnswer;
  @Text({ about: 'Who is to act, by role; null when nobody is', nullable: true, example: 'programme_officer' })
  actor!: string | null;
  @Part(() => NextDeadlineAnswer, { about: 'The next term that runs', nullable: true })
  nextDeadline!: NextDeadlineAnswer | null;
  @Part(() => AnnouncedAnswer, { about: 'The decision, once it is announced', nullable: true })
  decision!: AnnouncedAnswer | null;
  @Part(() => ProjectStandingAnswer, { about: 'The project, once there is one', nullable: true })
  project!: ProjectStandingAnswer | null;
}
