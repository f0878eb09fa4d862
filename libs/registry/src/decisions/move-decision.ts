import { dateInAmsterdam, decide, decisionLifecycle, irrevocableFrom, NotFound } from '@grants/domain';
import type { Database, TextVault } from '@grants/persistence';
import { drawUpLetter } from '../letters/index.js';
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

/** The commands that move a decision by itself. */
export type DecisionCommand = 'sign' | 'discard' | 'become_irrevocable';

/**
 * Signs a prepared decision, discards one that was not announced, or finds that one has become irrevocable.
 * NL: ondertekening (Awb 10:3), formele rechtskracht (Awb 6:7).
 */
export class MoveDecision {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: StepInput & { command: DecisionCommand }, { actor, now }: StepMoment): Promise<MovedDecision> {
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
      const moved = await recordDecisionMove(tx, facts, judge(), input.request);
      if (command === 'sign') await drawUpLetter(tx, this.vault, facts.id, actor.id);
      return moved;

      function judge() {
        switch (command) {
          case 'sign': {
            const signing = { signedBy: actor.id, preparedBy: facts.preparedBy };
            return decide(decisionLifecycle, { ...asked, command, facts: signing });
          }
          case 'discard':
            return decide(decisionLifecycle, { ...asked, command, facts: {} });
          case 'become_irrevocable': {
            const passing = { irrevocableFrom: irrevocableAfter(facts), day: dateInAmsterdam(now) };
            return decide(decisionLifecycle, { ...asked, command, facts: passing });
          }
        }
      }
    });
  }
}

const irrevocableAfter = ({ announcedOn }: { readonly announcedOn: string | null }) =>
  announcedOn === null ? null : irrevocableFrom(announcedOn);
