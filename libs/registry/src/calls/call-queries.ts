import { reachOf } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';
import {
  among,
  equals,
  listPage,
  since,
  until,
  wordsOf,
  type ListDefinition,
  type Page,
  type PageRequest,
} from '../shared/list-queries.js';
import { isCovered, reachTypes, reachValues, waysOf, type Viewer } from '../shared/reach-queries.js';
import { callFields } from './call-content.js';

/** A call in a list. */
export interface CallSummary {
  readonly reference: string;
  readonly funder: string;
  readonly programme: { readonly reference: string; readonly title: string } | null;
  readonly programmeLine: { readonly reference: string; readonly code: string; readonly title: string } | null;
  readonly title: string;
  readonly type: string | null;
  readonly accessMode: string | null;
  readonly status: string;
  readonly statusSince: string;
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly ceiling: string | null;
  readonly currency: string;
  readonly version: number;
}

/** A call with all that it says. NL: subsidieoproep. */
export interface CallView extends CallSummary {
  readonly procedure: string | null;
  readonly allocationMethod: string | null;
  readonly hasProjectIdeaStage: boolean | null;
  readonly usesReferees: boolean | null;
  readonly criteria: string | null;
  readonly ceilingFrom: string | null;
  readonly maxAmount: string | null;
  readonly maxDurationMonths: number | null;
  readonly maxApplicationsPerOrganisation: number | null;
  readonly maxApplications: number | null;
  readonly refereesNeeded: number | null;
  readonly decisionTermWeeks: number | null;
  readonly startTermMonths: number | null;
  readonly stateAidBasis: string | null;
  readonly provisionsVersion: string | null;
  readonly legalBasis: string | null;
  /** What of the ceiling is committed, and what is left; null where there is none, or for those who may not see it. */
  readonly committed: string | null;
  readonly left: string | null;
}

/** What calls are looked for by. */
export interface CallFilters {
  readonly funder?: string | undefined;
  readonly programme?: string | undefined;
  readonly programmeLine?: string | undefined;
  readonly status?: readonly string[] | undefined;
  readonly type?: readonly string[] | undefined;
  readonly accessMode?: string | undefined;
  /** Moments. */
  readonly opensFrom?: string | undefined;
  readonly opensUntil?: string | undefined;
  readonly closesFrom?: string | undefined;
  readonly closesUntil?: string | undefined;
  readonly q?: string | undefined;
}

/** A column that is never empty, as its field is shown: empty where its provenance says that it is unknown. */
const unlessUnknown = (field: keyof typeof callFields) =>
  `case when (select origin from provenance where subject_id = call.id and field = '${field}' order by provenance.id desc limit 1)
    is distinct from 'unknown' then call.${callFields[field][0]} end`;
const type = unlessUnknown('type');
const accessMode = unlessUnknown('accessMode');

const columns = `call.reference, funder.code as funder, call.title, ${type} as type, ${accessMode} as "accessMode", call.status,
  call.status_since as "statusSince", call.opens_at as "opensAt", call.closes_at as "closesAt", round(call.ceiling, 2)::text as ceiling,
  call.currency, call.version,
  case when programme.id is not null then jsonb_build_object('reference', programme.reference, 'title', programme.title) end as programme,
  case when line.id is not null then jsonb_build_object('reference', line.reference, 'code', line.code, 'title', line.title) end as "programmeLine"`;
const joins = `join funder on funder.id = call.funder_id left join programme on programme.id = call.programme_id
  left join programme_line line on line.id = call.programme_line_id`;

const callList: ListDefinition = {
  from: `call ${joins}`,
  key: 'call.id',
  where: {
    funder: equals('funder.code'),
    programme: equals('programme.reference'),
    programmeLine: equals('line.reference'),
    status: among('call.status'),
    type: among(`(${type})`),
    accessMode: equals(`(${accessMode})`),
    opensFrom: since('call.opens_at', 'timestamptz'),
    opensUntil: until('call.opens_at', 'timestamptz'),
    closesFrom: since('call.closes_at', 'timestamptz'),
    closesUntil: until('call.closes_at', 'timestamptz'),
    // By how words begin, as they are typed; by their stems; and by the parts of the reference.
    q: (
      words,
    ) => `(to_tsvector('simple', call.title || ' ' || replace(call.reference, '-', ' ')) @@ to_tsquery('simple', ${words})
      or to_tsvector('dutch', call.title) @@ to_tsquery('dutch', ${words}))`,
  },
  sorts: {
    reference: { by: 'call.reference', type: 'text' },
    title: { by: 'call.title', type: 'text' },
    opensAt: { by: `coalesce(call.opens_at, 'infinity'::timestamptz)`, type: 'timestamptz' },
    closesAt: { by: `coalesce(call.closes_at, 'infinity'::timestamptz)`, type: 'timestamptz' },
  },
  columns,
  details: `call on call.id = page.id ${joins}`,
};

/** The calls: published ones for everybody, those in preparation for the staff of their programme. */
export function listCalls(
  on: Queryable,
  viewer: Viewer,
  { q, ...filters }: CallFilters,
  page: PageRequest,
): Promise<Page<CallSummary>> {
  const published = `call.status <> 'draft'`;
  const everybody = waysOf(viewer, 'call.read', { all: published, covered: () => published });
  const staff = waysOf(viewer, 'call_draft.read', {
    all: `call.status = 'draft'`,
    covered: (calls) => `call.status = 'draft' and call.id in ${calls}`,
  });
  const reach = { ways: [...everybody.ways, ...staff.ways], values: staff.values };
  return listPage(on, callList, reach, { ...filters, q: wordsOf(q) }, page);
}

const one = statement(
  'call_view',
  `with ${reachTypes}
   select ${columns}, ${unlessUnknown('procedure')} as procedure, call.allocation_method as "allocationMethod", ${unlessUnknown('hasProjectIdeaStage')} as "hasProjectIdeaStage",
          ${unlessUnknown('usesReferees')} as "usesReferees", call.criteria, call.ceiling_from as "ceilingFrom", round(call.max_amount, 2)::text as "maxAmount",
          call.max_duration_months as "maxDurationMonths", call.max_applications_per_organisation as "maxApplicationsPerOrganisation",
          call.max_applications as "maxApplications", ${unlessUnknown('refereesNeeded')} as "refereesNeeded",
          call.decision_term_weeks as "decisionTermWeeks", ${unlessUnknown('startTermMonths')} as "startTermMonths", call.state_aid_basis as "stateAidBasis",
          call.provisions_version as "provisionsVersion", call.legal_basis as "legalBasis",
          round(total.committed, 2)::text as committed, round(total.ceiling - total.committed, 2)::text as "left"
     from call ${joins}
     cross join lateral (select ${isCovered('call.funder_id', 'call.programme_id')} as its) watched
     left join call_ceiling total on total.call_id = call.id and watched.its
    where call.reference = $1 and ((call.status <> 'draft' and $9::boolean) or watched.its)`,
);

/** One call; null where there is none within reach. What of its ceiling is left is for those who watch over it. */
export async function callView(on: Queryable, reference: string, viewer: Viewer): Promise<CallView | null> {
  // Drafts and what is committed have the same watchers.
  const { all: seesPublished } = reachOf(viewer.principal, 'call.read', viewer.today);
  const values = [...reachValues(viewer, 'call_draft.read'), seesPublished];
  const [call] = await on.query<CallView>(one(reference, ...values));
  return call ?? null;
}

/** An invitation to apply. NL: uitnodiging. */
export interface InvitationView {
  readonly reference: string;
  readonly call: string;
  readonly person: { readonly reference: string; readonly name: string };
  /** The activity that it came of. */
  readonly activity: string | null;
  readonly invitedOn: string;
  readonly validUntil: string;
  /** The application that used it. */
  readonly usedBy: string | null;
  readonly revokedOn: string | null;
  /** NL: open, gebruikt, ingetrokken, verlopen. */
  readonly standing: 'open' | 'used' | 'revoked' | 'lapsed';
}

/** What invitations are looked for by. */
export interface InvitationFilters {
  readonly call?: string | undefined;
  readonly person?: string | undefined;
  readonly activity?: string | undefined;
  readonly standing?: readonly InvitationView['standing'][] | undefined;
}

const standing = `case when invitation.used_by_application is not null then 'used' when invitation.revoked_on is not null then 'revoked'
  when invitation.valid_until < $8::date then 'lapsed' else 'open' end`;
const invitationColumns = `invitation.reference, call.reference as call,
  jsonb_build_object('reference', person.reference, 'name', concat_ws(' ', person.given_name, person.prefix, person.family_name)) as person,
  activity.reference as activity, invitation.invited_on as "invitedOn", invitation.valid_until as "validUntil",
  application.reference as "usedBy", invitation.revoked_on as "revokedOn", ${standing} as standing`;
const invitationJoins = `join call on call.id = invitation.call_id join person on person.id = invitation.person_id
  left join programme_activity activity on activity.id = invitation.activity_id
  left join application on application.id = invitation.used_by_application`;

const invitations: ListDefinition = {
  from: `call_invitation invitation ${invitationJoins}`,
  key: 'invitation.id',
  where: {
    call: equals('call.reference'),
    person: equals('person.reference'),
    activity: equals('activity.reference'),
    standing: among(standing),
  },
  sorts: {
    reference: { by: 'invitation.reference', type: 'text' },
    validUntil: { by: 'invitation.valid_until', type: 'date' },
  },
  columns: invitationColumns,
  details: `call_invitation invitation on invitation.id = page.id ${invitationJoins}`,
};

/** The invitations that a viewer may see: of their programmes, or their own. */
export function listInvitations(
  on: Queryable,
  viewer: Viewer,
  filters: InvitationFilters,
  page: PageRequest,
): Promise<Page<InvitationView>> {
  const reach = waysOf(viewer, 'invitation.read', {
    all: 'true',
    covered: (calls) => `call.id in ${calls}`,
    own: 'invitation.person_id = $6::uuid',
  });
  return listPage(on, invitations, reach, { ...filters }, page);
}

const oneInvitation = statement(
  'invitation_view',
  `with ${reachTypes}
   select ${invitationColumns} from call_invitation invitation ${invitationJoins}
    where invitation.reference = $1
      and (${isCovered('call.funder_id', 'call.programme_id')} or ($7::boolean and invitation.person_id = $6::uuid))`,
);

/** One invitation; null where there is none within reach. */
export async function invitationView(on: Queryable, reference: string, viewer: Viewer): Promise<InvitationView | null> {
  const [invitation] = await on.query<InvitationView>(
    oneInvitation(reference, ...reachValues(viewer, 'invitation.read')),
  );
  return invitation ?? null;
}

/** What a call allowed, from a moment on. */
export interface CallTermsView {
  readonly number: number;
  readonly since: string;
  readonly ceiling: string | null;
  readonly ceilingFrom: string | null;
  readonly maxAmount: string | null;
  readonly maxDurationMonths: number | null;
  readonly maxApplicationsPerOrganisation: number | null;
  readonly maxApplications: number | null;
  readonly refereesNeeded: number;
  readonly decisionTermWeeks: number | null;
  readonly startTermMonths: number;
  readonly provisionsVersion: string | null;
  readonly criteria: string | null;
  readonly closesAt: string | null;
}

const terms = statement(
  'call_terms',
  `select terms.number, terms.since, round(terms.ceiling, 2)::text as ceiling, terms.ceiling_from as "ceilingFrom",
          round(terms.max_amount, 2)::text as "maxAmount", terms.max_duration_months as "maxDurationMonths",
          terms.max_applications_per_organisation as "maxApplicationsPerOrganisation", terms.max_applications as "maxApplications",
          terms.referees_needed as "refereesNeeded", terms.decision_term_weeks as "decisionTermWeeks",
          terms.start_term_months as "startTermMonths", terms.provisions_version as "provisionsVersion", terms.criteria,
          terms.closes_at as "closesAt"
     from call_terms terms join call on call.id = terms.call_id where call.reference = $1 order by terms.number`,
);

/** What a call allowed: as published, and after each amendment. Its access is that of the call. */
export function callTerms(on: Queryable, reference: string): Promise<CallTermsView[]> {
  return on.query<CallTermsView>(terms(reference));
}
