import { callLifecycle, decide, NotFound, RuleBroken, StaleVersion, UNBORN } from '@grants/domain';
import { newId, type Database, type IdempotentRequest, type TextVault } from '@grants/persistence';
import {
  booking,
  keepReason,
  keepResult,
  resultOfKey,
  requireVersion,
  runStep,
  type StepInput,
  type StepMoment,
} from '../shared/run-step.js';
import type { CallContent } from './call-content.js';
import { changeCall, createCall, type CallPlace } from './call-content-store.js';
import { callByReference, loadCall, type MovedCall } from './call-store.js';

/** A new call: where it belongs and what it says. */
export interface CreateCallInput extends CallPlace {
  readonly content: CallContent;
  readonly occurred?: string | undefined;
  readonly reason?: string | undefined;
  readonly request: IdempotentRequest | null;
}

/** Begins a call. NL: subsidieoproep in voorbereiding. */
export class CreateCall {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: CreateCallInput, { actor }: StepMoment): Promise<MovedCall> {
    return runStep(this.db, input.request, async (tx) => {
      const seen = await resultOfKey<MovedCall>(tx, input.request);
      if (seen) return seen;
      const row = decide(callLifecycle, {
        state: UNBORN,
        command: 'create',
        role: actor.role,
        ...booking(input),
        facts: {},
      });
      const id = newId();
      const reasonId = await keepReason(tx, this.vault, id, input, actor);
      const step = { actor, commands: { call: 'create' }, occurred: input.occurred, reasonId };
      return keepResult(
        tx,
        input.request,
        await createCall(tx, step, { id, place: input, content: input.content }, row),
      );
    });
  }
}

/** Changes a call that is still in preparation; what was published is not changed. */
export class ChangeCall {
  constructor(private readonly db: Database) {}

  execute(input: Omit<StepInput, 'request'> & { content: CallContent }, { actor }: StepMoment): Promise<MovedCall> {
    return runStep(this.db, null, async (tx) => {
      if ((await callByReference(tx, input.reference)) === null) throw new NotFound('call', input.reference);
      const call = await loadCall(tx, { actor, commands: {} }, { reference: input.reference, request: null });
      requireVersion('call', call, input.version);
      if (call.status !== 'draft') throw new RuleBroken(['call_frozen'], 'What was published is not changed');
      const changed = await changeCall(tx, call, input.content);
      if (!changed) throw new StaleVersion('call', input.reference, null);
      return changed;
    });
  }
}
