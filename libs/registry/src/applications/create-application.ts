import { applicationLifecycle, decide, UNBORN } from '@grants/domain';
import type { Database, IdempotentRequest } from '@grants/persistence';
import { keepResult, resultOfKey, runStep, type StepMoment } from '../shared/run-step.js';
import type { ApplicationContent } from './application-content.js';
import { createDraft, lockCallOfDraft, type CreatedApplication } from './draft-store.js';

/** A new draft: on which call, and what it says so far. */
export interface CreateApplicationInput {
  readonly call: string;
  readonly content: ApplicationContent;
  readonly request: IdempotentRequest | null;
}

/** Begins a draft, for its maker's eyes only. NL: conceptaanvraag. */
export class CreateApplication {
  constructor(private readonly db: Database) {}

  execute(input: CreateApplicationInput, { actor }: StepMoment): Promise<CreatedApplication> {
    return runStep(this.db, input.request, async (tx) => {
      const seen = await resultOfKey<CreatedApplication>(tx, input.request);
      if (seen) return seen;
      const facts = { callStatus: await lockCallOfDraft(tx, input.call), maker: actor.role };
      const row = decide(applicationLifecycle, { state: UNBORN, command: 'create', role: actor.role, facts });
      const step = { actor, commands: { application: 'create' } } as const;
      const { reference, version, status } = await createDraft(tx, step, input.call, input.content, row);
      return keepResult(tx, input.request, { reference, version, status });
    });
  }
}
