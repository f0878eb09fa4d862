import { RuleBroken, TransitionRefused, type ApplicationStatus, type Machine } from '@grants/domain';
import { setStep, type Actor, type Tx } from '@grants/persistence';
import type { Subject, TestApplication, TestRegistry } from './registry.js';

/** The context of a step by raw SQL; without `actor` no context is set at all. */
export interface RawStep {
  readonly actor?: Actor;
  readonly commands?: Partial<Record<Machine, string>>;
  readonly occurred?: string | undefined;
  readonly reasonId?: string | undefined;
  readonly decisionId?: string | undefined;
}

/** Not an error: takes back what was tried. */
class TakenBack extends Error {}

/** The codes by which a refusal is known, or the error itself where it is not one of ours. */
export function refusalOf(error: unknown): readonly string[] {
  if (error instanceof RuleBroken) return error.rules;
  if (error instanceof TransitionRefused) {
    return error.reason === 'guard_failed' ? error.details.concerned : [error.reason];
  }
  throw error;
}

/**
 * What the database answers to raw SQL by the role that serves, in a transaction of its own that is taken back: `done`,
 * or the code of the rule that refused.
 */
export async function answerTo(on: TestRegistry, step: RawStep, work: (tx: Tx) => Promise<unknown>): Promise<string> {
  try {
    return await on.db.transaction(async (tx) => {
      if (step.actor) await setStep(tx, { commands: {}, ...step, actor: step.actor });
      await work(tx);
      await tx.client.query('set constraints all immediate'); // what a commit would look at
      throw new TakenBack();
    });
  } catch (error) {
    return error instanceof TakenBack ? 'done' : refusalOf(error).join();
  }
}

/** One statement of raw SQL. */
export function sql(text: string, ...values: unknown[]): (tx: Tx) => Promise<unknown> {
  return (tx) => tx.client.query(text, values);
}

/** A text that a raw step can name as its reason. */
export function aReason(on: TestRegistry, subjectId: string): Promise<string> {
  const text = { subjectId, purpose: 'reason', content: 'an invented reason', by: on.officer.id };
  return on.db.transaction((tx) => on.vault.keep(tx, text));
}

/** A bare change of status, by the context of its step. */
export function rawMove(
  { machine, id }: Pick<Subject, 'machine' | 'id'>,
  to: string,
  also = '',
): (tx: Tx) => Promise<unknown> {
  return sql(`update ${machine} set status = $2, version = version + 1${also && `, ${also}`} where id = $1`, id, to);
}

/** The commands of a step that announces a decision to honour. */
export const honouring = { decision: 'announce', application: 'honour', project: 'award' } as const;

/** What announcing a decision on an application takes in one statement, as a client could write it. */
export function rawAnnouncement(
  decision: { readonly id: string; readonly application: Pick<TestApplication, 'id'> },
  outcome: ApplicationStatus = 'honoured',
) {
  return sql(
    `with told as (
       update decision set status = 'announced', version = version + 1 where id = $1 returning id
     ), moved as (
       update application set status = $3, version = version + 1 where id = $2 returning *
     )
     insert into project (id, funder_id, application_id, decision_id, reference, title, granted, currency, starts_on, ends_on, status)
     select gen_random_uuid(), moved.funder_id, moved.id, decision.id, moved.reference || '-P', moved.title, coalesce(decision.granted, 1),
            decision.currency, decision.starts_on, decision.ends_on, 'awaiting_start'
       from moved join decision on decision.id = $1 where moved.status = 'honoured'`,
    decision.id,
    decision.application.id,
    outcome,
  );
}
