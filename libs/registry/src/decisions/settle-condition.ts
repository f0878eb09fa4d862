import { dateInAmsterdam, decide, decisionLifecycle, deadlineAfter, legalTerm, NotFound } from '@grants/domain';
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
import type { MovedDecision } from './decision-move-store.js';
import { applicationOfDecision } from './decision-store.js';
import { loadSettlement, recordSettlement } from './settlement-store.js';

/** What becomes of a condition or an obligation, by its number in the decision. */
export type SettlementInput = StepInput &
  (
    | { readonly command: 'note_budget'; readonly condition: number; readonly adoptedOn: string }
    | { readonly command: 'invoke_reservation' | 'lapse_reservation' | 'meet_condition'; readonly condition: number }
    | { readonly command: 'fulfil_obligation'; readonly obligation: number }
  );

const factOf = { invoke_reservation: 'invoked', lapse_reservation: 'lapsed', meet_condition: 'met' } as const;

/**
 * Records what becomes of what a grant stands under. NL: vervulling van een voorwaarde, beroep op het
 * begrotingsvoorbehoud, nakoming van een verplichting (Awb 4:33, 4:34, 4:37).
 */
export class SettleCondition {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: SettlementInput, { actor, now }: StepMoment): Promise<MovedDecision> {
    return runStep(this.db, input.request, async (tx) => {
      const { command, reference, occurred, request } = input;
      const subjectId = await applicationOfDecision(tx, reference);
      if (subjectId === null) throw new NotFound('decision', reference);
      const reasonId = await keepReason(tx, this.vault, subjectId, input, actor);
      const step = { actor, commands: { decision: command }, occurred, reasonId };
      const named = {
        condition: 'condition' in input ? input.condition : null,
        obligation: 'obligation' in input ? input.obligation : null,
      };
      const facts = await loadSettlement(tx, step, input, named);
      const seen = seenResult<MovedDecision>(facts, request);
      if (seen) return seen;
      requireVersion('decision', facts, input.version);
      const day = dateInAmsterdam(occurred ?? now);
      const row = decide(decisionLifecycle, {
        state: facts.status,
        command,
        role: actor.role,
        ...booking(input),
        facts: { ...facts, day },
      });
      if (input.command === 'fulfil_obligation') {
        return recordSettlement(tx, facts, row, { obligation: input.obligation, on: day }, request);
      }
      const { condition } = input;
      if (input.command === 'note_budget') {
        const { adoptedOn: on } = input;
        const deadlines = [deadlineAfter(on, legalTerm('budget_reservation'))];
        return recordSettlement(tx, facts, row, { condition, fact: 'budget_adopted', on, deadlines }, request);
      }
      const fact = factOf[input.command];
      return recordSettlement(tx, facts, row, { condition, fact, on: day, deadlines: [] }, request);
    });
  }
}
