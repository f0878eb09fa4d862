import { decide, legacyAwardLifecycle, NotFound } from '@grants/domain';
import type { Database, TextVault } from '@grants/persistence';
import { lockBulkWork } from '../shared/copy-store.js';
import { keepReason, type StepMoment } from '../shared/run-step.js';
import { runByReference, voidRun } from './void-store.js';

/** Which import is void, and why; the reason is confidential. */
export interface VoidImportInput {
  /** As `IMP-000001`. */
  readonly run: string;
  readonly reason: string;
}

/** What voiding an import brought about. */
export interface VoidedImport {
  readonly reference: string;
  readonly realisationsVoided: number;
  /** Awards under which no payment stands any more. */
  readonly awardsVoided: number;
}

/**
 * Declares an import void: its payments are marked, and each award that they stood under has an event: it becomes `voided`
 * where no payment is left, and stays `imported` where those of another import are. Nothing is deleted, and the same file
 * can come in again. NL: vervallen verklaren van een import.
 */
export class VoidImport {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  /** @throws NotFound. @throws RuleBroken `import_void_already`, or `bulk_work_in_progress` while an import runs. */
  execute({ run, reason }: VoidImportInput, { actor }: StepMoment): Promise<VoidedImport> {
    return this.db.transaction(async (tx) => {
      const asked = { state: 'imported', command: 'void', role: actor.role, hasReason: true, facts: {} } as const;
      decide(legacyAwardLifecycle, asked);
      await lockBulkWork(tx);
      const runId = await runByReference(tx, run);
      if (runId === null) throw new NotFound('import', run);
      const reasonId = await keepReason(tx, this.vault, runId, { reason }, actor);
      return { reference: run, ...(await voidRun(tx, runId, actor, reasonId ?? '')) };
    });
  }
}
