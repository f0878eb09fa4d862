import { applicationTerms, type ApplicationFact, type CaseTerm, type TermParameters } from '@grants/domain';
import { statement, type Queryable, type Tx } from '@grants/persistence';
import { termParametersOf } from '../terms/index.js';
import { deadlinesValue, keepDeadlines } from '../shared/deadlines-sql.js';

/** What happened to an application, as its terms look at it, and the lengths that hold for it. */
export interface TermHistory {
  readonly history: readonly ApplicationFact[];
  readonly parameters: TermParameters;
  /** Among how many a penalty is divided: the applicant and its partners. */
  readonly applicants: number;
  /** Terms that are not kept: the registry confirms receipt itself, a notice is due when the decision is, and a simple call asks for no agreement. */
  readonly idle: readonly string[];
}

interface Row {
  readonly facts: readonly ApplicationFact[];
  readonly callId: string;
  readonly termsNumber: number;
  readonly procedure: string;
  readonly applicants: number;
}

// The event of a step is its fact; what is told with it stands in a row beside. By the terms of the call of then.
const load = statement(
  'application_term_history',
  `with step as (
     select case when command in ('submit', 'register') then 'received' when command = 'agree' then 'agreement_received'
                 when command = 'request_repair' then 'repair_requested' when command = 'repair' then 'repaired'
                 when command = 'admit' then 'admitted' when command = 'withdraw' then 'withdrawn'
                 when command in ('honour', 'reject', 'leave_unprocessed', 'declare_inadmissible') then 'decided' end as fact,
            command, (occurred_at at time zone 'Europe/Amsterdam')::date as "on"
       from registry_event where subject_id = $1
   ), fact as (
     select jsonb_build_object('fact', fact, 'on', "on") || case fact
              when 'repair_requested' then (select jsonb_build_object('until', until) from application_repair where application_id = $1)
              when 'decided' then jsonb_build_object('notProcessed', command = 'leave_unprocessed')
              else '{}' end as said
       from step where fact is not null
     union all
     select jsonb_build_object('fact', fact, 'on', occurred_on) || case fact
              when 'suspended' then jsonb_build_object('ground', ground, 'through', through)
              when 'another_term_named' then jsonb_build_object('until', through)
              when 'default_notice' then jsonb_build_object('exclusion', ground) end
       from application_term_fact where application_id = $1
     union all
     select jsonb_build_object('fact', 'penalty_decided', 'on', announced_on)
       from decision where application_id = $1 and kind = 'default_penalty' and announced_on is not null
   )
   select coalesce((select jsonb_agg(said) from fact), '[]') as facts,
          application.call_id as "callId", application.terms_number as "termsNumber", call.procedure,
          1 + (select count(*)::integer from application_partner where application_id = application.id) as applicants
     from application join call on call.id = application.call_id where application.id = $1`,
);

/** What the terms of an application follow from. */
export async function termHistory(on: Queryable, applicationId: string): Promise<TermHistory> {
  const [row] = await on.query<Row>(load(applicationId));
  if (!row) throw new Error(`Application ${applicationId} has gone`);
  const { facts: history, callId, termsNumber, procedure, applicants } = row;
  const idle = [
    'confirmation_of_receipt',
    'decision_notice',
    ...(procedure === 'simple' ? ['statement_of_agreement'] : []),
  ];
  return { history, applicants, idle, parameters: await termParametersOf(on, callId, termsNumber) };
}

const keep = statement('application_keep_terms', keepDeadlines(2, '$1::uuid', 'application'));

/**
 * Writes the terms of an application anew from all that happened to it, in the transaction of a step that is recorded.
 * The order of booking does not matter: a late step gives the terms that a step in time would have given.
 */
export async function keepApplicationTerms(tx: Tx, applicationId: string): Promise<readonly CaseTerm[]> {
  const { history, parameters, idle } = await termHistory(tx, applicationId);
  const terms = applicationTerms(history, parameters).filter(({ kind }) => !idle.includes(kind));
  await tx.query(keep(applicationId, deadlinesValue(terms)));
  return terms;
}
