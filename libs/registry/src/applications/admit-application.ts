import {
  applicationLifecycle,
  dateInAmsterdam,
  deadlineAfter,
  decide,
  endOf,
  NotFound,
  StaleVersion,
  termFor,
  type AdmissibilityItem,
  type Transition,
} from '@grants/domain';
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
import { loadAdmission, noteChecks, openItems, recordAdmissionStep, type AdmissionRow } from './admission-store.js';
import type { CreatedApplication } from './draft-store.js';
import { applicationWhereabouts } from './receipt-store.js';
import { keepApplicationTerms, termHistory } from './term-facts-store.js';

/** The steps between the receipt of an application and its assessment. */
export type AdmissionInput = StepInput &
  (
    | { readonly command: 'agree' | 'repair' | 'admit' }
    | { readonly command: 'request_repair'; readonly repairUntil?: string | undefined }
  );

/**
 * Takes a received application to its assessment: agreement, one chance to repair, admission. NL: verklaring akkoord,
 * aanvulling, in behandeling nemen (Awb 4:5).
 */
export class AdmitApplication {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: AdmissionInput, { actor, now }: StepMoment): Promise<CreatedApplication> {
    return runStep(this.db, input.request, async (tx) => {
      const { command, reference, occurred } = input;
      const keys = await applicationWhereabouts(tx, reference);
      if (!keys) throw new NotFound('application', reference);
      const reasonId = await keepReason(tx, this.vault, keys.id, input, actor);
      const step = { actor, commands: { application: command }, occurred, reasonId };
      const application = await loadAdmission(tx, step, keys.id, input.request);
      const seen = seenResult<CreatedApplication>(application, input.request);
      if (seen) return seen;
      requireVersion('application', application, input.version);
      const day = dateInAmsterdam(occurred ?? now);
      const repairUntil = command === 'request_repair' ? await lastDayForRepair(tx, keys.id, input, day) : null;
      const row = judge(application, input, actor.role, { day, repairUntil: repairUntil ?? day });
      const to = endOf(row, application.status);
      const moved = await recordAdmissionStep(tx, application, { row, to }, repairUntil, input.request);
      if (!moved) throw new StaleVersion('application', reference, null);
      await keepApplicationTerms(tx, keys.id);
      return moved;
    });
  }
}

/** As the officer set it, else as long as the term for it is on this call. */
async function lastDayForRepair(tx: Tx, id: string, input: AdmissionInput, day: string): Promise<string> {
  if ('repairUntil' in input && input.repairUntil !== undefined) return input.repairUntil;
  const { parameters } = await termHistory(tx, id);
  return deadlineAfter(day, termFor('application_repair', parameters)).endsOn;
}

function judge(
  application: AdmissionRow,
  input: AdmissionInput,
  role: StepMoment['actor']['role'],
  on: { readonly day: string; readonly repairUntil: string },
): Transition<string> {
  const asked = { state: application.status, role, ...booking(input) } as const;
  switch (input.command) {
    case 'agree':
      return decide(applicationLifecycle, { ...asked, command: input.command, facts: application });
    case 'request_repair':
      return decide(applicationLifecycle, { ...asked, command: input.command, facts: { ...application, ...on } });
    case 'repair': {
      const facts = { repair: application.repair, day: on.day };
      return decide(applicationLifecycle, { ...asked, command: input.command, facts });
    }
    case 'admit': {
      const facts = { ...application, openItems: openItems(application.checks) };
      return decide(applicationLifecycle, { ...asked, command: input.command, facts });
    }
  }
}

/** How items of the checklist were found. */
export interface CheckInput {
  readonly reference: string;
  readonly found: readonly { readonly item: AdmissibilityItem; readonly inOrder: boolean }[];
}

/** Goes through the admissibility checklist of a received application. NL: toets op ontvankelijkheid. */
export class CheckApplication {
  constructor(private readonly db: Database) {}

  execute({ reference, found }: CheckInput, { actor }: StepMoment): Promise<void> {
    return runStep(this.db, null, async (tx) => {
      const keys = await applicationWhereabouts(tx, reference);
      if (!keys) throw new NotFound('application', reference);
      await noteChecks(tx, { actor, commands: {} }, keys.id, found);
    });
  }
}
