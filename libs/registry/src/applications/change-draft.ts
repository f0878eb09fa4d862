import { NotFound, RuleBroken } from '@grants/domain';
import type { Database } from '@grants/persistence';
import { requireVersion, runStep, type StepInput, type StepMoment } from '../shared/run-step.js';
import type { ApplicationContent } from './application-content.js';
import { changeDraft, seeDraftsOf, type CreatedApplication } from './draft-store.js';
import { applicationWhereabouts, loadApplication } from './receipt-store.js';

/** Replaces what a draft says. */
export class ChangeDraft {
  constructor(private readonly db: Database) {}

  execute(
    input: Omit<StepInput, 'request'> & { content: ApplicationContent },
    { actor }: StepMoment,
  ): Promise<CreatedApplication> {
    return runStep(this.db, null, async (tx) => {
      const keys = await applicationWhereabouts(tx, input.reference);
      if (!keys) throw new NotFound('application', input.reference);
      const application = await loadApplication(tx, { actor, commands: {} }, keys, null);
      requireVersion('application', application, input.version);
      if (application.status !== 'draft')
        throw new RuleBroken(['application_frozen'], 'What was submitted is not changed');
      await seeDraftsOf(tx, actor.id);
      const changed = await changeDraft(tx, application, input.content);
      if (!changed) throw new NotFound('draft', input.reference);
      return changed;
    });
  }
}
