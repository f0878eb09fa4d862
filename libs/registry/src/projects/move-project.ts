import { dateInAmsterdam, decide, NotFound, projectLifecycle, type Transition } from '@grants/domain';
import type { Database, TextVault } from '@grants/persistence';
import {
  booking,
  keepReason,
  requireVersion,
  runStep,
  seenResult,
  type StepInput,
  type StepMoment,
} from '../shared/run-step.js';
import {
  loadProject,
  noDates,
  projectByReference,
  recordProjectMove,
  type MovedProject,
  type ProjectDates,
  type ProjectRow,
} from './project-store.js';

/** What each command on a project says besides itself. */
export type ProjectCommandInput =
  | {
      readonly command: 'confirm_start';
      readonly startedOn: string;
      readonly endsOn?: string | undefined;
      readonly lateStartReason?: string | undefined;
    }
  | { readonly command: 'end'; readonly endedOn: string }
  | { readonly command: 'complete'; readonly finalReportApprovedOn?: string | undefined }
  | { readonly command: 'suspend' | 'resume' };

/** Starts, suspends, resumes, ends or completes a project. NL: project (Awb 4:37, 4:44). */
export class MoveProject {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: StepInput & ProjectCommandInput, moment: StepMoment): Promise<MovedProject> {
    return runStep(this.db, input.request, async (tx) => {
      const { actor } = moment;
      const subjectId = await projectByReference(tx, input.reference);
      if (subjectId === null) throw new NotFound('project', input.reference);
      const reasonId = await keepReason(tx, this.vault, subjectId, input, actor);
      const facts = await loadProject(
        tx,
        { actor, commands: { project: input.command }, occurred: input.occurred, reasonId },
        input,
      );
      const seen = seenResult<MovedProject>(facts, input.request);
      if (seen) return seen;
      requireVersion('project', facts, input.version);
      const { row, dates } = judge(facts, input, moment);
      const accepted = input.command === 'confirm_start' ? { reason: input.lateStartReason } : {};
      const lateStartReasonId =
        (await keepReason(tx, this.vault, subjectId, { reason: undefined, ...accepted }, actor)) ?? null;
      return recordProjectMove(tx, facts, row, { ...dates, lateStartReasonId }, input.request);
    });
  }
}

function judge(
  facts: ProjectRow,
  input: StepInput & ProjectCommandInput,
  { actor, now }: StepMoment,
): { row: Transition<string>; dates: ProjectDates } {
  const asked = { state: facts.status, role: actor.role, ...booking(input) } as const;
  const today = dateInAmsterdam(now);
  switch (input.command) {
    case 'confirm_start': {
      const { startedOn, endsOn = null, lateStartReason } = input;
      const start = { ...facts, startedOn, today, lateStartReasonAccepted: lateStartReason !== undefined };
      const row = decide(projectLifecycle, { ...asked, command: input.command, facts: start });
      return { row, dates: { ...noDates, startedOn, endsOn } };
    }
    case 'end': {
      const { endedOn } = input;
      const startedOn = facts.startedOn ?? endedOn;
      const end = {
        endedOn,
        startedOn,
        plannedEnd: facts.plannedEnd ?? endedOn,
        hasReason: input.reason !== undefined,
        today,
      };
      const row = decide(projectLifecycle, { ...asked, command: input.command, facts: end });
      return { row, dates: { ...noDates, endedOn } };
    }
    case 'complete': {
      const finalReportApprovedOn = input.finalReportApprovedOn ?? null;
      const completion = { finalReportApprovedOn, endedOn: facts.endedOn ?? today, today };
      const row = decide(projectLifecycle, { ...asked, command: input.command, facts: completion });
      return { row, dates: { ...noDates, finalReportApprovedOn } };
    }
    case 'suspend':
    case 'resume':
      return { row: decide(projectLifecycle, { ...asked, command: input.command, facts: {} }), dates: noDates };
  }
}
