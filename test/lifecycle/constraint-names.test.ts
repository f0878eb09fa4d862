import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  admissibilityItems,
  AlreadyExists,
  bookingRules,
  conditionKinds,
  decisionKinds,
  lifecycles,
  obligationBlocks,
  reasonsOf,
  RuleBroken,
  TransitionRefused,
} from '@grants/domain';
import { domainError } from '@grants/persistence';
import { activityKinds, organisationKinds, relationKinds } from '@grants/registry';
import { DatabaseError } from 'pg';
import { testRegistry, type TestRegistry } from '../support/registry.js';

/** Unique by how the registry itself makes them: nobody gives these values, so that taking one twice is a fault of ours. */
const madeByOurselves = [
  'application_reference_key',
  'attachment_application_id_number_key',
  'decision_application_id_number_key',
  'decision_reference_key',
  'electronic_consent_in_force', // each change raises the version of the person
  'import_run_reference_key',
  'legacy_award_identity',
  'legacy_award_reference_key',
  'message_outbox_id_person_id_key',
  'organisation_reference_key',
  'person_reference_key',
  'programme_line_id_programme_id_key', // for the foreign key of lines alone
  'project_reference_key',
  'project_relation_reference_key',
  'realisation_identity',
  'reminder_subject_id_kind_ends_on_key',
  'text_key_subject_id_key',
];

/** Raised by triggers, and no guard of a lifecycle: what they mean is said where they are raised. */
const rulesOutsideLifecycles = [
  'append_only',
  'application_frozen',
  'award_decision_required',
  'bulk_not_allowed',
  'call_frozen',
  'decision_frozen',
  'head_forged',
  'import_void_already',
  'legacy_award_frozen',
  'letter_without_signature',
  'programme_line_cycle',
  'project_frozen',
  'project_relation_cycle',
  'project_required',
  'reference_frozen',
  'step_required',
  'version_required',
  'withdrawing_decision_required',
  'wrong_role',
  'wrong_state',
];

/** What PostgreSQL says of a violated constraint. */
function violation(code: string, constraint: string): DatabaseError {
  return Object.assign(new DatabaseError(`violates ${constraint}`, 0, 'error'), { code, constraint });
}

describe('the names of constraints', () => {
  let on: TestRegistry;
  beforeAll(async () => {
    on = await testRegistry();
  });
  afterAll(() => on.close());

  const namesOf = async (query: string) => (await on.ownerSql<{ name: string }>(query)).map(({ name }) => name);

  it('of checks and exclusions are the codes of the rules they hold', async () => {
    const checks = await namesOf(
      `select conname as name from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace and conparentid = 0`,
    );
    const exclusions = await namesOf(`select conname as name from pg_constraint where contype = 'x'`);

    expect(checks.length).toBeGreaterThan(60);
    expect(exclusions.length).toBeGreaterThan(1);
    for (const [code, names] of [
      ['23514', checks],
      ['23P01', exclusions],
    ] as const) {
      for (const name of names) {
        expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(name).not.toMatch(/_check\d*$|_excl\d*$/); // given by PostgreSQL, not by us
        expect(domainError(violation(code, name))).toMatchObject({
          rules: [name],
          message: expect.stringMatching(/^Not met: [a-z][^_]+$/), // in words, and not in PostgreSQL's
        });
      }
    }
  });

  it('of unique indexes are known, each as a rule, a value that is taken, or our own fault', async () => {
    const unique = await namesOf(
      `select indexrelid::regclass::text as name from pg_index join pg_class on pg_class.oid = indrelid
        where indisunique and not indisprimary and relnamespace = 'public'::regnamespace and relname not like '\\_prisma%'`,
    );
    const unknown = unique.filter((name) => {
      const error = domainError(violation('23505', name));
      return !(error instanceof RuleBroken || error instanceof AlreadyExists);
    });

    expect(unique.length).toBeGreaterThan(20);
    expect(unknown.toSorted()).toEqual(madeByOurselves.filter((name) => unique.includes(name)));
    expect(madeByOurselves.filter((name) => !unique.includes(name))).toEqual([]);
  });

  it('that triggers raise are guards, rules on booking, or listed here', async () => {
    const functions = await namesOf(
      `select prosrc as name from pg_proc where pronamespace = 'public'::regnamespace
       union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal`,
    );
    const source = functions.join('\n');
    const raised = [
      ...source.matchAll(/constraint = '(\w+)'/g),
      ...source.matchAll(/step_refused\('(\w+)'/g),
      ...source.matchAll(/refuse_frozen\('(\w+)'\)/g),
      ...source.matchAll(/(?:then|else) '(\w+_decision_required)'/g),
    ].map(([, code]) => code ?? '');
    const ofGuards = Object.values(lifecycles).flatMap(({ transitions }) =>
      transitions.flatMap(({ guards }) => guards.map(({ code }): string => code)),
    );
    const known = new Set([...ofGuards, ...Object.keys(bookingRules), ...rulesOutsideLifecycles]);

    expect(new Set(raised).size).toBeGreaterThan(25);
    expect([...new Set(raised)].filter((code) => !known.has(code)).toSorted()).toEqual([]);
    expect(rulesOutsideLifecycles.filter((code) => !raised.includes(code))).toEqual([]);
    for (const code of new Set(raised)) {
      const error = domainError(violation('GR001', code));
      if (error instanceof TransitionRefused) expect(error.reason).toBe(code);
      else expect(error).toMatchObject({ rules: [code] });
    }
  });

  it.each([
    ['decision_kind_known', Object.keys(decisionKinds)],
    ['organisation_kind_known', organisationKinds],
    ['programme_activity_kind_known', activityKinds],
    ['project_relation_kind_known', relationKinds],
    [
      'decision_reason_known',
      Object.entries(reasonsOf).flatMap(([kind, codes]) => (codes.length > 0 ? [kind, ...codes] : [])),
    ],
    ['decision_condition_kind_known', Object.keys(conditionKinds)],
    ['decision_obligation_blocks_known', obligationBlocks],
    ['application_check_item_known', Object.keys(admissibilityItems)],
  ])('hold the same list as the code: %s', async (name, list) => {
    const [definition] = await namesOf(
      `select pg_get_constraintdef(oid) as name from pg_constraint where conname = '${name}'`,
    );
    const codes = [...(definition ?? '').matchAll(/'(\w+)'::text/g)].map(([, code]) => code ?? '');

    expect(new Set(codes)).toEqual(new Set(list));
  });

  it('let no status into the database that its lifecycle does not have', async () => {
    const [row] = await on.ownerSql<{ statuses: Record<string, string[]> }>(
      `select jsonb_object_agg(machine, statuses) as statuses from (
         select machine, array_agg(distinct to_status) as statuses from lifecycle_transition group by machine)`,
    );

    for (const { machine, states } of Object.values(lifecycles)) {
      expect(new Set(row?.statuses[machine])).toEqual(new Set(Object.keys(states)));
    }
  });
});
