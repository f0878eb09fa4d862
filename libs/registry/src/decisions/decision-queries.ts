import { statement, type Queryable, type TextVault } from '@grants/persistence';
import type { DecisionCondition, DecisionObligation } from './preparation-store.js';
import { isOwnApplication, isWithinReach, reachTypes, reachValues, type Viewer } from '../shared/reach-queries.js';

/** A decision, but for its grounds in words. NL: besluit, beschikking. */
export interface DecisionSummary {
  readonly reference: string;
  readonly application: string;
  /** The project that it is about, or that came of it. */
  readonly project: string | null;
  readonly number: number;
  readonly kind: string;
  readonly status: string;
  readonly statusSince: string;
  readonly version: number;
  readonly granted: string | null;
  readonly penalty: string | null;
  readonly currency: string;
  readonly activities: string | null;
  readonly provisionsVersion: string | null;
  readonly reasonCode: string | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  readonly legalEffectFrom: string | null;
  readonly mandate: string | null;
  /** The decision that it corrects, and the one that corrected it. */
  readonly supersedes: string | null;
  readonly supersededBy: string | null;
  /** Opaque ids of accounts. */
  readonly preparedBy: string;
  readonly signedBy: string | null;
  readonly signedOn: string | null;
  readonly announcedOn: string | null;
  readonly irrevocableOn: string | null;
}

/** A condition, and what became of it: by the fact, its day. */
export interface ConditionView extends DecisionCondition {
  readonly number: number;
  readonly became?: Readonly<Partial<Record<'budget_adopted' | 'invoked' | 'lapsed' | 'met', string>>>;
}

/** An obligation, and when it was fulfilled. */
export interface ObligationView extends DecisionObligation {
  readonly number: number;
  readonly fulfilledOn?: string;
}

/** A decision with its grounds, conditions and obligations. */
export interface DecisionView extends DecisionSummary {
  /** The grounds in words; null where it gives none, or they were erased. NL: motivering (Awb 3:46). */
  readonly reasons: string | null;
  readonly conditions: ConditionView[];
  readonly obligations: ObligationView[];
}

// Until it is announced, a decision exists for the staff alone (Awb 3:40).
const place = { funderId: 'application.funder_id', programmeId: 'call.programme_id' };
const visible = isWithinReach(place, `(decision.announced_on is not null and ${isOwnApplication})`);

const columns = `decision.reference, application.reference as application, project.reference as project, decision.number, decision.kind,
  decision.status, decision.status_since as "statusSince", decision.version, round(decision.granted, 2)::text as granted, round(decision.penalty, 2)::text as penalty,
  decision.currency, decision.activities, decision.provisions_version as "provisionsVersion", decision.reason_code as "reasonCode",
  decision.starts_on as "startsOn", decision.ends_on as "endsOn", decision.legal_effect_from as "legalEffectFrom", decision.mandate,
  (select corrected.reference from decision corrected where corrected.id = decision.supersedes_id) as supersedes,
  (select correction.reference from decision correction
    where correction.supersedes_id = decision.id and correction.announced_on is not null) as "supersededBy",
  decision.prepared_by as "preparedBy", decision.signed_by as "signedBy", decision.signed_on as "signedOn",
  decision.announced_on as "announcedOn", decision.irrevocable_on as "irrevocableOn"`;
const joins = `join application on application.id = decision.application_id join call on call.id = application.call_id
  left join project on project.application_id = application.id`;

const ofApplication = statement(
  'decisions_of_application',
  `with ${reachTypes} select ${columns} from decision ${joins} where application.reference = $1 and ${visible} order by decision.number`,
);

/** The decisions on an application that a viewer may see, in the order of their numbers. */
export function decisionsOf(on: Queryable, application: string, viewer: Viewer): Promise<DecisionSummary[]> {
  return on.query<DecisionSummary>(ofApplication(application, ...reachValues(viewer, 'decision.read')));
}

const one = statement(
  'decision_view',
  `with ${reachTypes} select ${columns}, decision.reason_text_id as "reasonTextId",
     coalesce((select json_agg(json_strip_nulls(json_build_object('number', number, 'kind', kind, 'description', description, 'dueOn', due_on,
       'became', (select json_object_agg(fact, occurred_on) from decision_condition_fact fact where fact.decision_id = part.decision_id and fact.number = part.number))) order by part.number)
       from decision_condition part where decision_id = decision.id), '[]') as conditions,
     coalesce((select json_agg(json_strip_nulls(json_build_object('number', number, 'description', description, 'dueOn', due_on, 'blocks', blocks,
       'fulfilledOn', (select fulfilled_on from decision_obligation_fact fact where fact.decision_id = part.decision_id and fact.number = part.number))) order by part.number)
       from decision_obligation part where decision_id = decision.id), '[]') as obligations from decision ${joins} where decision.reference = $1 and ${visible}`,
);

/** One decision with its grounds in words; null where there is none within reach. */
export async function decisionView(
  on: Queryable,
  vault: TextVault,
  reference: string,
  viewer: Viewer,
): Promise<DecisionView | null> {
  type Row = Omit<DecisionView, 'reasons'> & { reasonTextId: string | null };
  const [row] = await on.query<Row>(one(reference, ...reachValues(viewer, 'decision.read')));
  if (!row) return null;
  const { reasonTextId, ...decision } = row;
  return { ...decision, reasons: reasonTextId === null ? null : await vault.read(on, reasonTextId) };
}
