import {
  applicationLifecycle,
  dateInAmsterdam,
  decide,
  endOf,
  NotFound,
  legalClock,
  legalTerm,
  StaleVersion,
  type AdmissibilityItem,
} from '@grants/domain';
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
import {
  loadAdmission,
  noteChecks,
  openItems,
  recordAdmissionStep,
  type AdmissionFact,
  type AdmissionRow,
} from './admission-store.js';
import type { CreatedApplication } from './draft-store.js';
import { applicationWhereabouts } from './receipt-store.js';

/** The steps between the receipt of an application and its assessment. */
export type AdmissionInput = StepInput &
  (
    | { readonly command: 'agree' | 'repair' | 'admit' }
    | { readonly command: 'request_repair'; readonly repairUntil: string }
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
      const { row, fact } = judge(application, input, actor.role, day);
      const to = endOf(row, application.status);
      const moved = await recordAdmissionStep(tx, application, { row, to }, fact, input.request);
      if (!moved) throw new StaleVersion('application', reference, null);
      return moved;
    });
  }
}

function judge(
  application: AdmissionRow,
  input: AdmissionInput,
  role: StepMoment['actor']['role'],
  day: string,
): { row: (typeof applicationLifecycle)['transitions'][number]; fact: AdmissionFact } {
  const asked = { state: application.status, role, ...booking(input) } as const;
  switch (input.command) {
    case 'agree': {
      const row = decide(applicationLifecycle, { ...asked, command: input.command, facts: application });
      return { row, fact: { kind: 'agreement', on: day } };
    }
    case 'request_repair': {
      const { repairUntil: until } = input;
      const facts = { ...application, repairUntil: until, day };
      const row = decide(applicationLifecycle, { ...asked, command: input.command, facts });
      return {
        row,
        fact: {
          kind: 'repair_request',
          until,
          deadlines: [legalClock(legalTerm('application_repair'), { after: day, until })],
        },
      };
    }
    case 'repair': {
      const row = decide(applicationLifecycle, {
        ...asked,
        command: input.command,
        facts: { repair: application.repair, day },
      });
      return { row, fact: { kind: 'repair', deadlines: [] } };
    }
    case 'admit': {
      const facts = { ...application, openItems: openItems(application.checks) };
      const row = decide(applicationLifecycle, { ...asked, command: input.command, facts });
      return { row, fact: { kind: 'admission' } };
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
