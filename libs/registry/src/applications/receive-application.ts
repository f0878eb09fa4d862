import { applicationLifecycle, decide, NotFound, StaleVersion, UNBORN } from '@grants/domain';
import { newId, type Database, type IdempotentRequest, type TextVault, type Tx } from '@grants/persistence';
import {
  booking,
  keepReason,
  keepResult,
  resultOfKey,
  requireVersion,
  runStep,
  seenResult,
  type StepInput,
  type StepMoment,
} from '../shared/run-step.js';
import { missingFields, type ApplicationContent, type UnknownField } from './application-content.js';
import { createDraft, lockCallOfDraft, readDraft, seeDraftsOf, type CreatedApplication } from './draft-store.js';
import {
  applicationWhereabouts,
  loadApplication,
  loadReceiptFacts,
  recordReceipt,
  noteUnknown,
  recordWithdrawal,
  type ApplicationRow,
} from './receipt-store.js';
import { keepApplicationTerms } from './term-facts-store.js';

/** The commands by which an application comes in: the applicant's own, and the officer's for what came on paper. */
type ReceiptCommand = 'submit' | 'register';
type ReceiptInput = Omit<StepInput, 'reference' | 'version' | 'request'> & {
  command: ReceiptCommand;
  request: IdempotentRequest | null;
};

async function receive(
  tx: Tx,
  application: ApplicationRow,
  content: ApplicationContent & { readonly unknown?: readonly UnknownField[] },
  input: ReceiptInput,
  { actor, now }: StepMoment,
): Promise<CreatedApplication> {
  const occurred = input.occurred ?? now;
  const facts = await loadReceiptFacts(tx, application.callId, content, occurred);
  const row = decide(applicationLifecycle, {
    state: application.status,
    command: input.command,
    role: actor.role,
    ...booking(input),
    facts: { ...facts, occurred, missing: missingFields(content, content.unknown) },
  });
  const received = await recordReceipt(tx, application, { content, facts, row }, input.request);
  if (!received) throw new StaleVersion('application', application.reference, null);
  await keepApplicationTerms(tx, application.id);
  return received;
}

/** Submits a draft, or withdraws an application. NL: indienen, intrekken van de aanvraag (Awb 4:1). */
export class MoveApplication {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(
    input: StepInput & { command: ReceiptCommand | 'withdraw' },
    moment: StepMoment,
  ): Promise<CreatedApplication> {
    return runStep(this.db, input.request, async (tx) => {
      const { actor } = moment;
      const keys = await applicationWhereabouts(tx, input.reference);
      if (!keys) throw new NotFound('application', input.reference);
      const reasonId = await keepReason(tx, this.vault, keys.id, input, actor);
      const step = { actor, commands: { application: input.command }, occurred: input.occurred, reasonId };
      const application = await loadApplication(tx, step, keys, input.request);
      const seen = seenResult<CreatedApplication>(application, input.request);
      if (seen) return seen;
      requireVersion('application', application, input.version);
      if (input.command === 'withdraw') {
        const asked = {
          state: application.status,
          command: input.command,
          role: actor.role,
          ...booking(input),
          facts: {},
        } as const;
        const withdrawn = await recordWithdrawal(tx, application, decide(applicationLifecycle, asked), input.request);
        if (!withdrawn) throw new StaleVersion('application', input.reference, null);
        await keepApplicationTerms(tx, application.id);
        return withdrawn;
      }
      await seeDraftsOf(tx, actor.id);
      const content = (await readDraft(tx, application.id)) ?? {};
      return receive(tx, application, content, { ...input, command: input.command }, moment);
    });
  }
}

/** What came in on paper, or before this registry: when it was received, and what it says. */
export interface RegisterApplicationInput {
  readonly call: string;
  readonly content: ApplicationContent;
  /** What its source does not tell. */
  readonly unknown?: readonly UnknownField[] | undefined;
  /** The moment of receipt, where that is not now. */
  readonly occurred?: string | undefined;
  readonly reason?: string | undefined;
  readonly request: IdempotentRequest | null;
}

/** Registers an application with its date of receipt, in one go. NL: registratie van een ontvangen aanvraag (Awb 2:15, 4:1). */
export class RegisterApplication {
  constructor(
    private readonly db: Database,
    private readonly vault: TextVault,
  ) {}

  execute(input: RegisterApplicationInput, moment: StepMoment): Promise<CreatedApplication> {
    return runStep(this.db, input.request, async (tx) => {
      const { actor } = moment;
      const seen = await resultOfKey<CreatedApplication>(tx, input.request);
      if (seen) return seen;
      const facts = { callStatus: await lockCallOfDraft(tx, input.call), maker: actor.role };
      const asked = { state: UNBORN, command: 'create', role: actor.role, ...booking(input), facts } as const;
      const born = decide(applicationLifecycle, asked);
      // Both steps occurred at the moment of receipt; the reason is kept with the key of the application that is made.
      const id = newId();
      const reasonId = await keepReason(tx, this.vault, id, input, actor);
      const step = { actor, occurred: input.occurred, reasonId };
      const keys = await createDraft(tx, { ...step, commands: { application: 'create' } }, input.call, {}, born, id);
      const application = await loadApplication(tx, { ...step, commands: { application: 'register' } }, keys, null);
      const received = await receive(
        tx,
        application,
        { ...input.content, unknown: input.unknown ?? [] },
        { ...input, command: 'register', request: null },
        moment,
      );
      await noteUnknown(tx, id, input.unknown ?? []);
      return keepResult(tx, input.request, received);
    });
  }
}
