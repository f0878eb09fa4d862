import { callLifecycle, decide, endOf, NotFound, StaleVersion } from '@grants/domain';
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
import type { CallAmendment } from './call-content.js';
import { amendCall } from './call-content-store.js';
import { callByReference, loadCall, type MovedCall } from './call-store.js';

/** An amendment is never booked late: whoever reads a call has to know what it allows. */
export type AmendCallInput = Omit<StepInput, 'occurred'> & { readonly changes: CallAmendment };

/**
 * Changes what a published call allows, from now on: what came in before goes by the terms of then. NL: wijziging van
 * een subsidieoproep of plafond (Awb 4:26, 4:27).
 */
export class AmendCall {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: AmendCallInput, { actor, now }: StepMoment): Promise<MovedCall> {
    return runStep(this.db, input.request, async (tx) => {
      const { changes, reference } = input;
      const subjectId = await callByReference(tx, reference);
      if (subjectId === null) throw new NotFound('call', reference);
      const reasonId = await keepReason(tx, this.vault, subjectId, input, actor);
      const call = await loadCall(tx, { actor, commands: { call: 'amend' }, reasonId }, input);
      const seen = seenResult<MovedCall>(call, input.request);
      if (seen) return seen;
      requireVersion('call', call, input.version);
      const said = Object.entries(changes).filter(([, value]) => value !== undefined);
      const row = decide(callLifecycle, {
        state: call.status,
        command: 'amend',
        role: actor.role,
        ...booking(input),
        facts: {
          changes: said.map(([field]) => field),
          closesAt: call.closesAt,
          newClosesAt: changes.closesAt ?? null,
          occurred: now,
        },
      });
      const standing = { ...call, status: endOf(row, call.status) };
      const amended = await amendCall(tx, standing, changes, row.event, input.request);
      if (!amended) throw new StaleVersion('call', reference, null);
      return amended;
    });
  }
}
