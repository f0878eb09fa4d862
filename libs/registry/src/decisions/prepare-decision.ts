import {
  applicationPenalty,
  dateInAmsterdam,
  decide,
  decisionLifecycle,
  formatMoney,
  NotFound,
  plus,
} from '@grants/domain';
import { newId, type Database, type TextVault, type Tx } from '@grants/persistence';
import { termHistory } from '../applications/index.js';
import { booking, keepReason, requireVersion, runStep, seenResult, type StepMoment } from '../shared/run-step.js';
import {
  applicationByReference,
  loadPreparation,
  recordPreparation,
  type PrepareDecisionInput,
  type PreparationRow,
  type PreparedDecision,
} from './preparation-store.js';

/** Prepares a decision on an application, for another person to sign. NL: voorbereiding van een besluit (Awb 3:2). */
export class PrepareDecision {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: PrepareDecisionInput, { actor, now }: StepMoment): Promise<PreparedDecision> {
    return runStep(this.db, input.request, async (tx) => {
      const applicationId = await applicationByReference(tx, input.reference);
      if (applicationId === null) throw new NotFound('application', input.reference);
      const reasonTextId = await keepReason(tx, this.vault, applicationId, { reason: input.reasons }, actor);
      const reasonId = await keepReason(tx, this.vault, applicationId, input, actor);
      const step = { actor, commands: { decision: 'prepare' }, occurred: input.occurred, reasonId } as const;
      const facts = await loadPreparation(tx, step, input, applicationId);
      const seen = seenResult<PreparedDecision>(facts, input.request);
      if (seen) return seen;
      requireVersion('application', { reference: input.reference, version: facts.version }, input.version);
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
          occurred: input.occurred ?? null,
          granted,
          activities: input.activities ?? null,
          provisionsVersion: input.provisionsVersion ?? null,
          reasonCode: input.reasonCode ?? null,
          hasReasonText: reasonTextId !== undefined,
          penalty: input.penalty ?? null,
          penaltyDue: input.kind === 'default_penalty' ? await penaltyDue(tx, applicationId, now) : null,
          conditions: (input.conditions ?? []).map(({ kind }) => kind),
        },
      });
      const period = granted === null ? { startsOn: null, endsOn: null } : periodOf(input, facts);
      const keys = { id: newId(), applicationId, reasonTextId: reasonTextId ?? null, actorId: actor.id };
      return recordPreparation(tx, { ...input, ...period, granted }, keys, facts, row);
    });
  }
}

/** What has become due by law because a decision is late; null where nothing has. NL: dwangsom (Awb 4:17). */
async function penaltyDue(tx: Tx, applicationId: string, now: string): Promise<string | null> {
  const { history, parameters, applicants } = await termHistory(tx, applicationId);
  const penalty = applicationPenalty(history, parameters, { askedOn: dateInAmsterdam(now), applicants });
  return penalty && penalty.amount > 0n ? formatMoney(penalty.amount) : null;
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
