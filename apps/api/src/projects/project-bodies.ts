import { DateOnly, OneOf, Text } from '../input/fields.js';
import { StepBody } from '../input/answers.js';

export const projectCommands = ['confirm_start', 'suspend', 'resume', 'end', 'complete'] as const;

/** A command on a project, with what that command needs. */
export class ProjectTransitionBody extends StepBody {
  @OneOf(projectCommands, { about: 'What to do', example: 'confirm_start' })
  command!: (typeof projectCommands)[number];
  @DateOnly({ about: 'confirm_start: the day on which it started', optional: true, example: '2027-03-01' })
  startedOn?: string;
  @DateOnly({
    about: 'confirm_start: the planned end, where the start moved it',
    optional: true,
    example: '2028-02-29',
  })
  endsOn?: string;
  @Text({ about: 'confirm_start: the accepted reason for a late start; confidential', optional: true, max: 10_000 })
  lateStartReason?: string;
  @DateOnly({ about: 'end: the day on which it ended', optional: true, example: '2028-02-29' })
  endedOn?: string;
  @DateOnly({
    about: 'complete: the day on which the final report was approved',
    optional: true,
    example: '2028-05-20',
  })
  finalReportApprovedOn?: string;
}
