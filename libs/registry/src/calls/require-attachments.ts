import { NotFound, RuleBroken, StaleVersion, type AttachmentKind } from '@grants/domain';
import type { Database } from '@grants/persistence';
import { requireVersion, runStep, type StepInput, type StepMoment } from '../shared/run-step.js';
import { setAttachmentKinds } from './attachment-kinds-store.js';
import { callByReference, loadCall, type MovedCall } from './call-store.js';

/** Says which kinds of attachment a call in preparation asks for; what was published is not changed. NL: verplichte bijlagen (Awb 4:2(2)). */
export class RequireAttachments {
  constructor(private readonly db: Database) {}

  execute(
    { reference, version, kinds }: Pick<StepInput, 'reference' | 'version'> & { kinds: readonly AttachmentKind[] },
    { actor }: StepMoment,
  ): Promise<MovedCall> {
    return runStep(this.db, null, async (tx) => {
      if ((await callByReference(tx, reference)) === null) throw new NotFound('call', reference);
      const call = await loadCall(tx, { actor, commands: {} }, { reference, request: null });
      requireVersion('call', call, version);
      if (call.status !== 'draft') throw new RuleBroken(['call_frozen'], 'What was published is not changed');
      const changed = await setAttachmentKinds(tx, call, kinds);
      if (!changed) throw new StaleVersion('call', reference, null);
      return changed;
    });
  }
}
