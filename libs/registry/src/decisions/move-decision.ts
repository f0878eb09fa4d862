import { decide, decisionLifecycle, NotFound } from '@grants/domain';
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
import { loadDecision, recordDecisionMove, type MovedDecision } from './decision-move-store.js';
import { applicationOfDecision } from './decision-store.js';

/** Signs a prepared decision, or discards one that was not announced. NL: ondertekening (Awb 10:3). */
export class MoveDecision {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: StepInput & { command: 'sign' | 'discard' }, { actor }: StepMoment): Promise<MovedDecision> {
    return runStep(this.db, input.request, async (tx) => {
      const { command, reference } = input;
      const subjectId = await applicationOfDecision(tx, reference);
      if (subjectId === null) throw new NotFound('decision', reference);
      const reasonId = await keepReason(tx, this.vault, subjectId, input, actor);
      const facts = await loadDecision(
        tx,
        { actor, commands: { decision: command }, occurred: input.occurred, reasonId },
        input,
      );
      const seen = seenResult<MovedDecision>(facts, input.request);
      if (seen) return seen;
      requireVersion('decision', facts, input.version);
      const asked = { state: facts.status, role: actor.role, ...booking(input) } as const;
      const row =
        command === 'sign'
          ? decide(decisionLifecycle, {
              ...asked,
              command,
              facts: { signedBy: actor.id, preparedBy: facts.preparedBy },
            })
          : decide(decisionLifecycle, { ...asked, command, facts: {} });
      return recordDecisionMove(tx, facts, row, input.request);
    });
  }
}
