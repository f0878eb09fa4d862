import { decide, decisionLifecycle, NotFound, plus, StaleVersion, type DecisionKind } from '@grants/domain';
import { newId, type Database, type TextVault } from '@grants/persistence';
import { booking, keepReason, runStep, seenResult, type StepInput, type StepMoment } from '../shared/run-step.js';
import {
  applicationByReference,
  loadPreparation,
  recordPreparation,
  type PreparationRow,
  type PreparedDecision,
} from './preparation-store.js';

/** What a decision is to say; its reference is that of the application. */
export interface PrepareDecisionInput extends StepInput {
  readonly kind: DecisionKind;
  readonly granted?: string | undefined;
  readonly activities?: string | undefined;
  readonly provisionsVersion?: string | undefined;
  readonly reasonCode?: string | undefined;
  /** The grounds in words, for the letter; confidential. */
  readonly reasons?: string | undefined;
  readonly startsOn?: string | undefined;
  readonly endsOn?: string | undefined;
  readonly legalEffectFrom?: string | undefined;
  readonly mandate?: string | undefined;
  /** The announced decision that this one corrects. */
  readonly supersedes?: string | undefined;
}

/** Prepares a decision on an application, for another person to sign. NL: voorbereiding van een besluit (Awb 3:2). */
export class PrepareDecision {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: PrepareDecisionInput, { actor }: StepMoment): Promise<PreparedDecision> {
    return runStep(this.db, input.request, async (tx) => {
      const applicationId = await applicationByReference(tx, input.reference);
      if (applicationId === null) throw new NotFound('application', input.reference);
      const reasonTextId = await keepReason(tx, this.vault, applicationId, { reason: input.reasons }, actor);
      const reasonId = await keepReason(tx, this.vault, applicationId, input, actor);
      const step = { actor, commands: { decision: 'prepare' }, occurred: input.occurred, reasonId } as const;
      const facts = await loadPreparation(tx, step, input, applicationId);
      const seen = seenResult<PreparedDecision>(facts, input.request);
      if (seen) return seen;
      if (facts.version !== input.version) throw new StaleVersion('application', input.reference, facts.version);
      if (input.supersedes !== undefined && !facts.supersedes) throw new NotFound('decision', input.supersedes);
      const granted = input.granted ?? null;
      const row = decide(decisionLifecycle, {
        state: '',
        command: 'prepare',
        role: actor.role,
        ...booking(input),
        facts: {
          ...facts,
          kind: input.kind,
          granted,
          activities: input.activities ?? null,
          provisionsVersion: input.provisionsVersion ?? null,
          reasonCode: input.reasonCode ?? null,
          hasReasonText: reasonTextId !== undefined,
        },
      });
      const period = granted === null ? { startsOn: null, endsOn: null } : periodOf(input, facts);
      const keys = { id: newId(), applicationId, reasonTextId: reasonTextId ?? null, actorId: actor.id };
      return recordPreparation(tx, { ...input, ...period, granted }, keys, facts, row);
    });
  }
}

/** When the project is to run: as decided, else as asked for. */
function periodOf(
  { startsOn: decidedStart, endsOn: decidedEnd }: PrepareDecisionInput,
  { startsOn: askedStart, durationMonths }: PreparationRow,
): { startsOn: string | null; endsOn: string | null } {
  const startsOn = decidedStart ?? askedStart;
  if (decidedEnd !== undefined || startsOn === null || durationMonths === null)
    return { startsOn, endsOn: decidedEnd ?? null };
  return { startsOn, endsOn: plus(plus(startsOn, { months: durationMonths }), { days: -1 }) };
}
