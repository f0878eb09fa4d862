import { AlreadyExists, NotFound, RuleBroken, TransitionRefused } from '@grants/domain';
import pg from 'pg';

/** Raised by our own triggers; the constraint's name is the code of the rule. */
const REFUSED_BY_GUARD = 'GR001';
const CHECK_VIOLATION = '23514';
const EXCLUSION_VIOLATION = '23P01';
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** Unique indexes that are a rule of the registry, rather than a value that is taken. */
const uniqueRules: Readonly<Record<string, string>> = {
  decision_in_preparation: 'decision_in_preparation',
  decision_superseded_once: 'decision_superseded_already',
  project_application_id_key: 'project_exists',
  call_invitation_used_by_application_key: 'invitation_used',
};

/** Unique values that people give: which record and which field. */
const uniqueValues: Readonly<Record<string, readonly [entity: string, field: string]>> = {
  funder_code_key: ['funder', 'code'],
  organisation_ror_key: ['organisation', 'ror'],
  organisation_kvk_key: ['organisation', 'kvk'],
  person_orcid_key: ['person', 'orcid'],
  programme_reference_key: ['programme', 'code'],
  programme_line_reference_key: ['programme line', 'code'],
  programme_line_programme_id_code_key: ['programme line', 'code'],
  programme_activity_reference_key: ['programme activity', 'code'],
  policy_objective_reference_key: ['policy objective', 'code'],
  target_group_funder_id_code_key: ['target group', 'code'],
  call_reference_key: ['call', 'code'],
  call_invitation_reference_key: ['call invitation', 'reference'],
  account_issuer_subject_key: ['account', 'subject'],
  project_funder_id_number_key_key: ['project', 'number'],
  project_relation_kind_from_project_id_to_project_id_key: ['project relation', 'projects'],
};

/** The domain error of a violated constraint, known by its name; anything else stays what it was. */
export function domainError(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError) || !error.constraint) return error;
  const { code, constraint, message } = error;
  if (code === REFUSED_BY_GUARD && (constraint === 'wrong_state' || constraint === 'wrong_role')) {
    return new TransitionRefused(constraint, { machine: '', command: '', state: '', concerned: [] });
  }
  if (code === REFUSED_BY_GUARD || code === CHECK_VIOLATION || code === EXCLUSION_VIOLATION) {
    return new RuleBroken([constraint], message);
  }
  if (code === UNIQUE_VIOLATION) {
    const rule = uniqueRules[constraint];
    if (rule) return new RuleBroken([rule], `There is one already: ${rule}`);
    const value = uniqueValues[constraint];
    if (value) return new AlreadyExists(...value);
  }
  if (code === FOREIGN_KEY_VIOLATION) return new NotFound(error.table ?? 'record', constraint);
  return error;
}

/** Whether two requests with one idempotency key met at its unique index. */
export function isKeyTaken(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError && error.code === UNIQUE_VIOLATION && error.constraint === 'idempotency_key_pkey'
  );
}
