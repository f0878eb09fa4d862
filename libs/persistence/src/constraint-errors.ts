import { AlreadyExists, NotFound, RuleBroken, ruleInWords, TransitionRefused } from '@grants/domain';
import pg from 'pg';
import { Prisma } from './generated/prisma/client.js';

/** Raised by our own triggers; the constraint's name is the code of the rule. */
const REFUSED_BY_GUARD = 'GR001';
const CHECK_VIOLATION = '23514';
const EXCLUSION_VIOLATION = '23P01';
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** Unique indexes that are a rule of the registry, rather than a value that is taken. */
const uniqueRules: Readonly<Record<string, string>> = {
  decision_in_preparation: 'decision_in_preparation',
  decision_stands_already: 'decision_stands_already',
  decision_superseded_once: 'decision_superseded_already',
  project_application_id_key: 'project_exists',
  call_invitation_used_by_application_key: 'invitation_used',
  application_repair_pkey: 'repair_offered_already',
  term_stands_still: 'term_stands_still',
  default_notice_given_already: 'default_notice_given_already',
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
};

interface Violation {
  readonly code: string | undefined;
  readonly constraint: string;
  readonly message: string;
  readonly table: string | undefined;
}

/** What Prisma passes on of an error of PostgreSQL: a constraint for some kinds, the message and the hint for others. */
interface PassedOn {
  readonly originalCode?: string;
  readonly originalMessage?: string;
  readonly constraint?: { readonly index?: string };
  readonly hint?: string;
  readonly table?: string;
}

function violationOf(error: unknown): Violation | null {
  if (error instanceof pg.DatabaseError) {
    const { code, constraint, message, table } = error;
    return constraint ? { code, constraint, message, table } : null;
  }
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  const { cause } = (error.meta?.['driverAdapterError'] ?? {}) as { cause?: PassedOn };
  if (!cause?.originalCode) return null;
  const { originalCode: code, originalMessage: message = '', table } = cause;
  // Of a check or an exclusion there is the message alone, which ends with the constraint in quotes; ours give a hint.
  const constraint = cause.constraint?.index ?? cause.hint ?? /(\w+)\W*$/.exec(message)?.[1];
  return constraint === undefined ? null : { code, constraint, message, table };
}

function broken(code: string): RuleBroken | null {
  const rule = ruleInWords(code);
  return rule === null ? null : new RuleBroken([code], `Not met: ${rule}`);
}

/** The domain error of a violated constraint, known by its name; anything else stays what it was. */
export function domainError(error: unknown): unknown {
  const violation = violationOf(error);
  if (!violation) return error;
  const { code, constraint, message, table } = violation;
  if (code === REFUSED_BY_GUARD && (constraint === 'wrong_state' || constraint === 'wrong_role')) {
    return new TransitionRefused(constraint, { machine: '', command: '', state: '', concerned: [] });
  }
  // What our triggers say is in words; what PostgreSQL says of a constraint is not for users.
  if (code === REFUSED_BY_GUARD) return broken(constraint) ?? new RuleBroken([constraint], message);
  if (code === CHECK_VIOLATION || code === EXCLUSION_VIOLATION) return broken(constraint) ?? error;
  if (code === UNIQUE_VIOLATION) {
    const rule = uniqueRules[constraint];
    if (rule) return broken(rule) ?? error;
    const value = uniqueValues[constraint];
    if (value) return new AlreadyExists(...value);
  }
  if (code === FOREIGN_KEY_VIOLATION) return new NotFound(table ?? 'record', constraint);
  return error;
}

/** Whether two requests with one idempotency key met at its unique index. */
export function isKeyTaken(error: unknown): boolean {
  const violation = violationOf(error);
  return violation?.code === UNIQUE_VIOLATION && violation.constraint === 'idempotency_key_pkey';
}
