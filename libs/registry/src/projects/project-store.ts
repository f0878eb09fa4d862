import { StaleVersion, type Transition } from '@grants/domain';
import {
  keepKey,
  keyValues,
  loadStatement,
  statement,
  type IdempotentRequest,
  type SeenKey,
  type Step,
  type Tx,
} from '@grants/persistence';
import { meetDeadline } from '../shared/deadlines-sql.js';
import type { StepInput } from '../shared/run-step.js';

/** Where a project stands after a move. */
export interface MovedProject {
  readonly reference: string;
  readonly version: number;
  readonly status: string;
}

/** A project as its guards see it. */
export interface ProjectRow extends SeenKey, MovedProject {
  readonly id: string;
  readonly honouredOn: string;
  readonly startTermMonths: number;
  readonly holdingStart: number;
  readonly startsOn: string | null;
  readonly plannedEnd: string | null;
  readonly startedOn: string | null;
  readonly endedOn: string | null;
}

const byReference = statement('project_id_by_reference', `select id from project where reference = $1`);

/** The key of a project, or null. */
export async function projectByReference(tx: Tx, reference: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(byReference(reference));
  return row?.id ?? null;
}

const load = loadStatement(
  'project_load',
  `its_project as materialized (select project.* from project where reference = $4 for no key update)`,
  // The decision and the call do not change once a project exists; what holds it back only ever lessens.
  `select holding_start(its_project.application_id)::integer as "holdingStart", its_project.id, its_project.reference, its_project.status, its_project.version,
          decision.announced_on as "honouredOn", call.start_term_months as "startTermMonths", its_project.starts_on as "startsOn",
          its_project.ends_on as "plannedEnd", its_project.started_on as "startedOn", its_project.ended_on as "endedOn"
     from its_project join decision on decision.id = its_project.decision_id
     join application on application.id = its_project.application_id join call on call.id = application.call_id`,
);

/** Locks and loads a project. */
export async function loadProject(tx: Tx, step: Step, { reference, request }: StepInput): Promise<ProjectRow> {
  const [row] = await tx.query<ProjectRow>(load(step, request, reference));
  if (!row) throw new Error(`Project ${reference} has gone`);
  return row;
}

/** The dates that a move sets; null leaves what is there. */
export interface ProjectDates {
  readonly startedOn: string | null;
  readonly endsOn: string | null;
  readonly lateStartReasonId: string | null;
  readonly endedOn: string | null;
  readonly finalReportApprovedOn: string | null;
}

/** A move that sets no dates. */
export const noDates: ProjectDates = {
  startedOn: null,
  endsOn: null,
  lateStartReasonId: null,
  endedOn: null,
  finalReportApprovedOn: null,
};

const move = statement(
  'project_record_move',
  `with moved as (
     update project set status = $3, version = version + 1, started_on = coalesce($5::date, started_on), ends_on = coalesce($6::date, ends_on),
            late_start_reason_id = coalesce($7::uuid, late_start_reason_id), ended_on = coalesce($8::date, ended_on),
            final_report_approved_on = coalesce($9::date, final_report_approved_on)
      where id = $1 and version = $2 returning id, reference, version, status
   ), started as (${meetDeadline('$1::uuid', 'project_start', '$5::date')} and $5::date is not null
   ), queued as (
     insert into outbox_message (topic, subject_id) values ($4, $1::uuid)
   ), outcome as (
     select jsonb_build_object('reference', reference, 'version', version, 'status', status) as result from moved
   ), kept as (${keepKey(10, '(select result from outcome)')})
   select result from outcome`,
);

/** Records a move of one project. */
export async function recordProjectMove(
  tx: Tx,
  facts: ProjectRow,
  row: Transition<string>,
  dates: ProjectDates,
  request: IdempotentRequest | null,
): Promise<MovedProject> {
  const values = [
    facts.id,
    facts.version,
    row.to,
    row.event,
    dates.startedOn,
    dates.endsOn,
    dates.lateStartReasonId,
    dates.endedOn,
    dates.finalReportApprovedOn,
  ];
  const [moved] = await tx.query<{ result: MovedProject }>(move(...values, ...keyValues(request)));
  if (!moved) throw new StaleVersion('project', facts.reference, null);
  return moved.result;
}
