import type {
  AdmissionFacts,
  AnnouncementFacts,
  CallApplicationsFacts,
  HonouringFacts,
  IrrevocabilityFacts,
  MaximumFacts,
  MomentFacts,
  PendingFacts,
  ProcedureFacts,
  PublicationFacts,
  RepairFacts,
  SigningFacts,
  StagesFacts,
} from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';
import type { AdmissionRow, ApplicationContent } from '../applications/index.js';
import { undecided } from '../shared/states-sql.js';

/** Where a subject stands. */
export interface StandingFacts {
  readonly state: string;
  readonly version: number;
}

const call = statement(
  'transition_facts_call',
  `select status as state, version, ceiling, allocation_method as "allocationMethod", criteria, opens_at as "opensAt", closes_at as "closesAt",
          ceiling_from as "ceilingFrom", max_applications as "maxApplications",
          has_project_idea_stage as "hasProjectIdeaStage", uses_referees as "usesReferees", (registry_now() at time zone 'Europe/Amsterdam')::date as "publishedOn", registry_now() as occurred,
          applied.undecided as "undecidedApplications", applied.received as "receivedApplications",
          applied.standing as "standingApplications", applied.requested as "requestedTotal",
          (select count(*)::integer from decision join application on application.id = decision.application_id
            where application.call_id = call.id and decision.status in ('prepared', 'signed', 'announced')) as "revocableDecisions"
     from call cross join lateral (
       select count(*) filter (where application.status in ${undecided})::integer as undecided,
              count(*) filter (where application.status <> 'draft' and application.received_at is not null)::integer as received,
              count(*) filter (where application.received_at is not null and application.status <> 'withdrawn')::integer as standing,
              coalesce(sum(requested) filter (where application.received_at is not null and application.status <> 'withdrawn'), 0)::text as requested
         from application where application.call_id = call.id and call.status <> 'draft'
     ) applied where call.reference = $1`,
);

/** What the commands on a call look at. */
export type CallFacts = StandingFacts &
  PublicationFacts &
  StagesFacts &
  MomentFacts &
  CallApplicationsFacts &
  MaximumFacts &
  PendingFacts;

export async function callFacts(on: Queryable, reference: string): Promise<CallFacts | null> {
  const [facts] = await on.query<CallFacts>(call(reference));
  return facts ?? null;
}

const application = statement(
  'transition_facts_application',
  `with seen as materialized (select set_config('registry.account', $2, true) as setting)
   select application.status as state, application.version, application.call_id as "callId", draft.content, registry_now() as now,
          (registry_now() at time zone 'Europe/Amsterdam')::date as day, call.procedure,
          application.agreement_received_on as "agreementReceivedOn",
          exists (select from application_term_fact where application_id = application.id and fact = 'suspended' and through is null) as "standsStill",
          (select jsonb_build_object('until', until, 'answeredOn', answered_on) from application_repair where application_id = application.id) as repair,
          coalesce((select jsonb_object_agg(item, in_order) from application_check where application_id = application.id), '{}') as checks
     from application join call on call.id = application.call_id cross join seen left join lateral (
       select content from application_draft
        where application_id = application.id and application.status = 'draft' and seen.setting is not null offset 0
     ) draft on true where application.reference = $1`,
);

/** Where an application stands, and what its draft says; that is null for those whose draft it is not. */
export interface ApplicationFacts extends StandingFacts, RepairFacts, Omit<AdmissionFacts, 'openItems'> {
  readonly callId: string;
  readonly content: ApplicationContent | null;
  readonly now: string;
  readonly checks: AdmissionRow['checks'];
  readonly standsStill: boolean;
}

export async function applicationFacts(
  on: Queryable,
  reference: string,
  accountId: string,
): Promise<ApplicationFacts | null> {
  const [facts] = await on.query<ApplicationFacts>(application(reference, accountId));
  return facts ?? null;
}

const decision = statement(
  'transition_facts_decision',
  `select decision.status as state, decision.version, decision.kind as "decisionKind", decision.status as "decisionStatus",
          decision.prepared_by as "preparedBy", decision.granted,
          (registry_now() at time zone 'Europe/Amsterdam')::date as day,
          coalesce((select ends_on from deadline where subject_id = decision.id and kind = 'objection'), announced_on + 42) + 8 as "irrevocableFrom",
          (select jsonb_build_object('until', until, 'answeredOn', answered_on) from application_repair where application_id = application.id) as repair,
          greatest(total.ceiling, terms.ceiling) - total.committed as "ceilingLeft",
          decision.supersedes_id is not null as "isCorrection", application.status as "applicationStatus", call.procedure
     from decision join application on application.id = decision.application_id join call on call.id = application.call_id
     left join call_ceiling total on total.call_id = application.call_id
     left join call_terms terms on terms.call_id = application.call_id and terms.number = application.terms_number
    where decision.reference = $1`,
);

/** What the commands on a decision look at, that which brings about another move included. */
export interface DecisionFacts
  extends
    StandingFacts,
    ProcedureFacts,
    RepairFacts,
    IrrevocabilityFacts,
    Omit<HonouringFacts, 'granted'>,
    Omit<SigningFacts, 'signedBy'>,
    Partial<AnnouncementFacts> {
  readonly granted: string | null;
  readonly isCorrection: boolean;
}

export async function decisionFacts(on: Queryable, reference: string): Promise<DecisionFacts | null> {
  const [facts] = await on.query<DecisionFacts>(decision(reference));
  return facts ?? null;
}

const project = statement(
  'transition_facts_project',
  `select status as state, version from project where reference = $1`,
);
const legacyAward = statement(
  'transition_facts_legacy_award',
  `select status as state, version from legacy_award where reference = $1`,
);

/** Where a subject stands whose commands look at nothing but what is given with them. */
export async function standingFacts(
  on: Queryable,
  machine: 'project' | 'legacy_award',
  reference: string,
): Promise<StandingFacts | null> {
  const [facts] = await on.query<StandingFacts>((machine === 'project' ? project : legacyAward)(reference));
  return facts ?? null;
}
