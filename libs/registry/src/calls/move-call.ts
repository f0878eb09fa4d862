import { callLifecycle, dateInAmsterdam, decide, NotFound } from '@grants/domain';
import type { Database, TextVault, Tx } from '@grants/persistence';
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
  callByReference,
  countApplications,
  loadCall,
  recordCallMove,
  type CallRow,
  type MovedCall,
} from './call-store.js';

/** The commands that move a call. */
export type CallCommand =
  'publish' | 'open' | 'close' | 'close_early' | 'begin_assessment' | 'conclude' | 'cancel' | 'archive';

/** Publishes, opens, closes, concludes, cancels or archives a call. NL: subsidieoproep (Awb 4:26, 4:27). */
export class MoveCall {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: StepInput & { command: CallCommand }, moment: StepMoment): Promise<MovedCall> {
    return runStep(this.db, input.request, async (tx) => {
      const { actor } = moment;
      const subjectId = await callByReference(tx, input.reference);
      if (subjectId === null) throw new NotFound('call', input.reference);
      const reasonId = await keepReason(tx, this.vault, subjectId, input, actor);
      const facts = await loadCall(
        tx,
        { actor, commands: { call: input.command }, occurred: input.occurred, reasonId },
        input,
      );
      const seen = seenResult<MovedCall>(facts, input.request);
      if (seen) return seen;
      requireVersion('call', facts, input.version);
      return recordCallMove(tx, facts, await judge(tx, facts, input, moment), input.request);
    });
  }
}

async function judge(tx: Tx, call: CallRow, input: StepInput & { command: CallCommand }, { actor, now }: StepMoment) {
  const { command } = input;
  const asked = { state: call.status, role: actor.role, ...booking(input) } as const;
  const occurred = input.occurred ?? now;
  switch (command) {
    case 'publish':
      return decide(callLifecycle, { ...asked, command, facts: { ...call, publishedOn: dateInAmsterdam(occurred) } });
    case 'open':
    case 'close':
      return decide(callLifecycle, { ...asked, command, facts: { ...call, occurred } });
    case 'begin_assessment':
      return decide(callLifecycle, { ...asked, command, facts: {} });
    case 'close_early':
      return decide(callLifecycle, {
        ...asked,
        command,
        facts: { ...call, ...(await countApplications(tx, call.id)) },
      });
    case 'conclude':
    case 'cancel':
    case 'archive':
      return decide(callLifecycle, { ...asked, command, facts: await countApplications(tx, call.id) });
  }
}
