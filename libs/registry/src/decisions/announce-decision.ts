import {
  applicationLifecycle,
  dateInAmsterdam,
  deadlineAfter,
  decide,
  decisionLifecycle,
  NotFound,
  objectionTerm,
  projectLifecycle,
  startTerm,
  StaleVersion,
} from '@grants/domain';
import { newId, setStep, type Database, type TextVault, type Tx } from '@grants/persistence';
import {
  booking,
  keepReason,
  requireVersion,
  runStep,
  seenResult,
  type StepInput,
  type StepMoment,
} from '../shared/run-step.js';
import { keepApplicationTerms } from '../applications/index.js';
import {
  applicationOfDecision,
  loadAnnouncement,
  recordByItself,
  recordHonouring,
  recordOutcome,
  recordWithdrawalOfGrant,
  supersedeDecision,
  type AnnouncedDecision,
  type AnnouncementFacts,
} from './decision-store.js';

/** Makes a signed decision known, so that it takes effect. NL: bekendmaking (Awb 3:40, 3:41). */
export class AnnounceDecision {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  /** @param admit judges who may announce, once the facts are loaded, and throws what the caller is to be told. */
  execute(
    input: StepInput,
    moment: StepMoment,
    admit?: (facts: AnnouncementFacts) => void,
  ): Promise<AnnouncedDecision> {
    return runStep(this.db, input.request, async (tx) => {
      const { actor } = moment;
      const subjectId = input.reason === undefined ? null : await applicationOfDecision(tx, input.reference);
      const reasonId = subjectId === null ? undefined : await keepReason(tx, this.vault, subjectId, input, actor);
      const facts = await loadAnnouncement(tx, input, { actor, commands: {}, occurred: input.occurred, reasonId });
      if (!facts) throw new NotFound('decision', input.reference);
      admit?.(facts);
      const seen = seenResult<AnnouncedDecision>(facts, input.request);
      if (seen) return seen;
      requireVersion('decision', facts, input.version);
      const announced = await announce(tx, facts, input, moment);
      if (!announced) throw new StaleVersion('decision', facts.reference, null);
      if (facts.hasDefaultNotice) await keepApplicationTerms(tx, facts.applicationId);
      return announced;
    });
  }
}

async function announce(
  tx: Tx,
  facts: AnnouncementFacts,
  input: StepInput,
  { actor, now }: StepMoment,
): Promise<AnnouncedDecision | null> {
  const { occurred, request } = input;
  const asked = { role: actor.role, ...booking(input) } as const;
  const told = decide(decisionLifecycle, {
    ...asked,
    state: facts.status,
    command: 'announce',
    facts: { takesEffect: true },
  });
  const day = dateInAmsterdam(occurred ?? now);
  const objection = deadlineAfter(day, objectionTerm);
  const step = { actor, occurred, reasonId: facts.reasonId ?? undefined, decisionId: facts.id };
  if (facts.supersedesId) {
    // Two steps on one machine: the corrected decision goes, then its correction comes.
    const gone = decide(decisionLifecycle, {
      ...asked,
      state: 'announced',
      command: 'supersede',
      facts: { isCorrected: true },
    });
    await setStep(tx, { ...step, commands: { decision: 'supersede' } });
    if (!(await supersedeDecision(tx, facts.supersedesId, gone))) return null;
    await setStep(tx, { ...step, commands: { decision: 'announce' } });
    return recordByItself(tx, facts, told, [objection], request);
  }
  const state = facts.applicationStatus;
  const outcome = { ...facts, decisionKind: facts.kind, decisionStatus: facts.status, day };
  switch (facts.kind) {
    case 'reject': {
      const moved = decide(applicationLifecycle, { ...asked, state, command: 'reject', facts: outcome });
      return recordOutcome(tx, facts, { told, moved }, [objection], request);
    }
    case 'not_processed': {
      const moved = decide(applicationLifecycle, { ...asked, state, command: 'leave_unprocessed', facts: outcome });
      return recordOutcome(tx, facts, { told, moved }, [objection], request);
    }
    case 'default_penalty':
      return recordByItself(tx, facts, told, [objection], request);
    case 'inadmissible': {
      const moved = decide(applicationLifecycle, { ...asked, state, command: 'declare_inadmissible', facts: outcome });
      return recordOutcome(tx, facts, { told, moved }, [objection], request);
    }
    case 'withdraw_grant': {
      const project = facts.projectStatus === 'awaiting_start' ? 'withdraw_grant' : 'terminate';
      const moved = decide(projectLifecycle, {
        ...asked,
        state: facts.projectStatus ?? '',
        command: project,
        facts: {},
      });
      await setStep(tx, { ...step, commands: { decision: 'announce', project } });
      return recordWithdrawalOfGrant(tx, facts, { told, moved }, [objection], request);
    }
    default: {
      const honouring = { ...outcome, granted: facts.granted ?? '0' };
      const moved = decide(applicationLifecycle, { ...asked, state, command: 'honour', facts: honouring });
      const hasProject = facts.projectId !== null;
      const born = decide(projectLifecycle, { ...asked, state: '', command: 'award', facts: { hasProject } });
      const start = deadlineAfter(day, startTerm(facts.startTermMonths));
      const project = { id: newId(), leaderId: newId(), recipientId: newId() };
      return recordHonouring(tx, facts, { told, moved, born }, { objection, start, day, project }, request);
    }
  }
}
