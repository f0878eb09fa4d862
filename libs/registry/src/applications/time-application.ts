import {
  applicationLifecycle,
  applicationTerms,
  dateInAmsterdam,
  decide,
  NotFound,
  StaleVersion,
  type ApplicationFact,
  type PenaltyExclusion,
  type SuspensionGround,
  type Transition,
} from '@grants/domain';
import type { Database, TextVault } from '@grants/persistence';
import {
  booking,
  keepReason,
  keepResult,
  requireVersion,
  runStep,
  seenResult,
  type StepInput,
  type StepMoment,
} from '../shared/run-step.js';
import { loadClock, recordClockStep, type ClockRow, type TermFact } from './clock-store.js';
import type { CreatedApplication } from './draft-store.js';
import { applicationWhereabouts } from './receipt-store.js';
import { keepApplicationTerms, termHistory, type TermHistory } from './term-facts-store.js';

/** Why the term for deciding stands still, besides a request to repair. */
export type TermSuspension = Exclude<SuspensionGround, 'repair' | 'objection_repair'>;

/** What happens to the term for deciding on an application. */
export type ClockInput = StepInput &
  (
    | {
        readonly command: 'suspend_term';
        readonly ground: TermSuspension;
        /** The last day on which it stands still, where that is known. */
        readonly through?: string | undefined;
      }
    | { readonly command: 'resume_term' }
    | { readonly command: 'name_another_term'; readonly until: string }
    | { readonly command: 'give_notice_of_default'; readonly exclusion?: PenaltyExclusion | undefined }
  );

/**
 * Stops, resumes or extends the term for deciding, or notes that the authority is in default. NL: opschorting, andere
 * redelijke termijn, ingebrekestelling (Awb 4:14, 4:15, 4:17).
 */
export class TimeApplication {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: ClockInput, { actor, now }: StepMoment): Promise<CreatedApplication> {
    return runStep(this.db, input.request, async (tx) => {
      const { command, reference, occurred } = input;
      const keys = await applicationWhereabouts(tx, reference);
      if (!keys) throw new NotFound('application', reference);
      const reasonId = await keepReason(tx, this.vault, keys.id, input, actor);
      const step = { actor, commands: { application: command }, occurred, reasonId };
      const application = await loadClock(tx, step, keys.id, input.request);
      const seen = seenResult<CreatedApplication>(application, input.request);
      if (seen) return seen;
      requireVersion('application', application, input.version);
      const day = dateInAmsterdam(occurred ?? now);
      const { row, said } = judge(application, input, actor.role, day, await termHistory(tx, keys.id));
      const moved = await recordClockStep(tx, application, row, said);
      if (!moved) throw new StaleVersion('application', reference, null);
      await keepApplicationTerms(tx, keys.id);
      return keepResult(tx, input.request, moved);
    });
  }
}

function judge(
  application: ClockRow,
  input: ClockInput,
  role: StepMoment['actor']['role'],
  day: string,
  past: TermHistory,
): { row: Transition<string>; said: TermFact | null } {
  const asked = { state: application.status, role, ...booking(input) } as const;
  switch (input.command) {
    case 'suspend_term': {
      const { command, ground, through = null } = input;
      const facts = { ...application, from: day, through };
      return {
        row: decide(applicationLifecycle, { ...asked, command, facts }),
        said: { fact: 'suspended', ground, through },
      };
    }
    case 'resume_term':
      return {
        row: decide(applicationLifecycle, { ...asked, command: input.command, facts: application }),
        said: null,
      };
    case 'name_another_term': {
      const { command, until } = input;
      const facts = { namingRefused: whyNotNamed(past, { fact: 'another_term_named', on: day, until }) };
      return {
        row: decide(applicationLifecycle, { ...asked, command, facts }),
        said: { fact: 'another_term_named', ground: null, through: until },
      };
    }
    case 'give_notice_of_default': {
      const { command, exclusion = null } = input;
      const facts = { ...application, decideBy: decideBy(past), day };
      return {
        row: decide(applicationLifecycle, { ...asked, command, facts }),
        said: { fact: 'default_notice', ground: exclusion, through: null },
      };
    }
  }
}

const decisionTermOf = (history: readonly ApplicationFact[], { parameters }: TermHistory) =>
  applicationTerms(history, parameters).find(({ kind }) => kind === 'decision_on_application');

/** The last day of the term for deciding; null while it stands still. */
export function decideBy(past: TermHistory): string | null {
  const term = decisionTermOf(past.history, past);
  return term && term.suspendedSince === null ? term.endsOn : null;
}

/** Why naming another term would change nothing. */
export function whyNotNamed(past: TermHistory, naming: ApplicationFact): string | null {
  const steps = decisionTermOf([...past.history, naming], past)?.steps ?? [];
  const refused = steps.find((step) => step.step === 'not_extended' && step.on === naming.on);
  return refused?.step === 'not_extended' ? refused.because : null;
}
