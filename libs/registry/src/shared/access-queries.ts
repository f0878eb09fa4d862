import type { AccessSubject, Action } from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';

/** A record as access looks at it. */
export interface FoundSubject extends AccessSubject {
  readonly id: string;
  /** What somebody has to be allowed for the record to exist, to them. */
  readonly seenBy: Action;
}

/** Today in the Netherlands, worked out once in a statement. */
const today = `(select (registry_now() at time zone 'Europe/Amsterdam')::date)`;

/** Nobody in particular is named in the record, and it is nobody's own. */
const ofNobody = `array[]::uuid[] as "personIds", null::uuid as "createdBy", false as "isPrivate"`;
const ofNoPlace = `null::uuid as "funderId", null::uuid as "programmeId"`;

/**
 * Who is named in a case: who applies, who is responsible, and who leads it: as applied for until there is a project,
 * and then whoever leads that today, so that access ends with the leadership.
 */
const applicants = `array_remove(array[application.main_applicant_id, application.administratively_responsible_id], null)`;
const leaders = `array(select person_id from project_leader where project_id = project.id
  and valid_from <= ${today} and (valid_to is null or valid_to > ${today}))`;
const named = `${applicants} || case when project.id is null then array_remove(array[application.project_leader_id], null) else ${leaders} end`;

/** One statement for each kind of record; what it gives is an AccessSubject with its key. */
const statements = {
  funder: `select id, 'funder.read' as "seenBy", id as "funderId", null::uuid as "programmeId", ${ofNobody} from funder where code = $1`,
  programme: `select id, 'programme.read' as "seenBy", funder_id as "funderId", id as "programmeId", ${ofNobody}
    from programme where reference = $1`,
  programme_line: `select line.id, 'programme.read' as "seenBy", programme.funder_id as "funderId", programme.id as "programmeId", ${ofNobody}
    from programme_line line join programme on programme.id = line.programme_id where line.reference = $1`,
  policy_objective: `select id, 'programme.read' as "seenBy", funder_id as "funderId", null::uuid as "programmeId", ${ofNobody}
    from policy_objective where reference = $1`,
  activity: `select activity.id, 'activity.read' as "seenBy", programme.funder_id as "funderId", programme.id as "programmeId", ${ofNobody}
    from programme_activity activity join programme on programme.id = activity.programme_id where activity.reference = $1`,
  organisation: `select id, 'organisation.read' as "seenBy", ${ofNoPlace}, ${ofNobody} from organisation where reference = $1`,
  person: `select id, 'person.read' as "seenBy", ${ofNoPlace}, array[id] as "personIds", null::uuid as "createdBy", false as "isPrivate"
    from person where reference = $1`,
  account: `select id, 'account.read' as "seenBy", ${ofNoPlace}, ${ofNobody} from account
    where id = case when $1 ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then $1::uuid end`,
  // A call in preparation is the staff's alone: nobody may know of it before all do (Awb 4:26).
  call: `select id, case status when 'draft' then 'call_draft.read' else 'call.read' end as "seenBy",
      funder_id as "funderId", programme_id as "programmeId", ${ofNobody}
    from call where reference = $1`,
  invitation: `select invitation.id, 'invitation.read' as "seenBy", call.funder_id as "funderId", call.programme_id as "programmeId",
      array[invitation.person_id] as "personIds", null::uuid as "createdBy", false as "isPrivate"
    from call_invitation invitation join call on call.id = invitation.call_id where invitation.reference = $1`,
  application: `select application.id, 'application.read' as "seenBy", application.funder_id as "funderId", call.programme_id as "programmeId",
      ${named} as "personIds", application.created_by as "createdBy", application.status = 'draft' as "isPrivate"
    from application join call on call.id = application.call_id left join project on project.application_id = application.id
    where application.reference = $1`,
  // Until it is announced, a decision names nobody: those it is about do not know of it (Awb 3:40).
  decision: `select decision.id, 'decision.read' as "seenBy", application.funder_id as "funderId", call.programme_id as "programmeId",
      case when decision.announced_on is null then array[]::uuid[] else ${named} end as "personIds",
      case when decision.announced_on is not null then application.created_by end as "createdBy", false as "isPrivate"
    from decision join application on application.id = decision.application_id join call on call.id = application.call_id
    left join project on project.application_id = application.id
    where decision.reference = $1`,
  project: `select project.id, 'project.read' as "seenBy", project.funder_id as "funderId", call.programme_id as "programmeId",
      ${applicants} || ${leaders} as "personIds", null::uuid as "createdBy", false as "isPrivate"
    from project join application on application.id = project.application_id join call on call.id = application.call_id
    where project.reference = $1`,
  // A relation belongs where the project lies that it leads from.
  relation: `select relation.id, 'project.read' as "seenBy", project.funder_id as "funderId", call.programme_id as "programmeId",
      ${applicants} || ${leaders} as "personIds", null::uuid as "createdBy", false as "isPrivate"
    from project_relation relation join project on project.id = relation.from_project_id
    join application on application.id = project.application_id join call on call.id = application.call_id
    where relation.reference = $1`,
  legacy_award: `select award.id, 'legacy_award.read' as "seenBy", award.funder_id as "funderId", call.programme_id as "programmeId", ${ofNobody}
    from legacy_award award join call on call.id = award.call_id where award.reference = $1`,
  import_run: `select id, 'import.read' as "seenBy", ${ofNoPlace}, ${ofNobody} from import_run where reference = $1`,
} as const;

/** The kinds of records that have a reference of their own. */
export type SubjectKind = keyof typeof statements;

const prepared = new Map(
  Object.entries(statements).map(([kind, text]) => [kind as SubjectKind, statement(`access_${kind}`, text)] as const),
);

/** Finds the record that a request is about, as the policy looks at it; null where there is none. */
export async function accessSubjectOf(
  on: Queryable,
  kind: SubjectKind,
  reference: string,
): Promise<FoundSubject | null> {
  const make = prepared.get(kind);
  if (!make) throw new Error(`There are no records of kind ${kind}`);
  const [subject] = await on.query<FoundSubject>(make(reference));
  return subject ?? null;
}
