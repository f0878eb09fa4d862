import { newId, setStep } from '@grants/persistence';

/** Calls that the decisions are spread over: announcements on one call wait for each other at its ceiling. */
const CALLS = 50;

/**
 * Makes signed decisions to honour, each on an application of its own, by the bulk function: `<prefix>-<n>-D1` for every
 * n from 0.
 * @param {import('@grants/persistence').Database} owner
 * @param {string} prefix
 * @param {number} count
 */
export async function makeSignedDecisions(owner, prefix, count) {
  await owner.transaction(async (tx) => {
    await setStep(tx, { actor: { id: newId(), role: 'system', personId: null }, commands: {} });
    for (const text of statements(prefix, count)) await tx.client.query(text);
  });
}

/**
 * @param {string} prefix of our own making
 * @param {number} count
 */
function statements(prefix, count) {
  const cast = `(
    select programme.id as programme_id, programme.funder_id,
           (select id from organisation order by reference limit 1) as organisation_id, person.id as person_id,
           account.id as account_id,
           (select account_id from role_assignment where role = 'programme_officer' order by id limit 1) as officer,
           (select account_id from role_assignment where role = 'decision_authority' order by id limit 1) as authority
      from (select * from programme order by reference limit 1) programme
     cross join lateral (select * from account where person_id is not null order by id limit 1) account
      join person on person.id = account.person_id
  ) who`;
  const step = `insert into staging.step (machine, machine_version, subject_id, seq, command, to_status, occurred_at, actor, role)
    select told.machine, (select max(machine_version) from lifecycle_transition where machine = told.machine), subject.id,
           told.seq, told.command, told.to_status, told.at, case told.role when 'decision_authority' then who.authority
           when 'applicant' then who.account_id else who.officer end, told.role`;
  return [
    `create temp table bench_call on commit drop as
       select gen_random_uuid() as id, number, '${prefix}-C' || number as reference from generate_series(0, ${CALLS - 1}) number`,
    `create temp table bench_case on commit drop as
       select gen_random_uuid() as id, gen_random_uuid() as decision_id, bench_call.id as call_id, made.number,
              '${prefix}-' || made.number as reference
         from generate_series(0, ${count - 1}) as made (number)
         join bench_call on bench_call.number = made.number % ${CALLS}`,
    `insert into staging.call (id, funder_id, programme_id, reference, title, type, access_mode, allocation_method, criteria,
       ceiling, ceiling_from, max_amount, max_duration_months, decision_term_weeks, start_term_months, state_aid_basis,
       provisions_version, opens_at, closes_at, last_application_number, created_at)
     select subject.id, who.funder_id, who.programme_id, subject.reference, 'Oproep van een meting', 'regular', 'open', 'ranking',
            'Verzonnen', 900000000000, '2025-01-01', 750000, 48, 22, 6, 'none', 'Voorbeeldbepalingen 2014',
            '2025-01-06T08:00:00Z', '2025-03-03T13:00:00Z', ${count}, registry_now()
       from bench_call subject cross join ${cast}`,
    `insert into staging.application (id, funder_id, call_id, reference, title, summary, requested, starts_on, duration_months,
       organisation_id, main_applicant_id, project_leader_id, leader_organisation_id, received_at, created_by, created_at)
     select subject.id, who.funder_id, subject.call_id, subject.reference, 'Voorbeeldproject van een meting', 'Verzonnen',
            100000, '2026-01-01', 24, who.organisation_id, who.person_id, who.person_id, who.organisation_id,
            '2025-02-03T09:00:00Z', who.account_id, registry_now()
       from bench_case subject cross join ${cast}`,
    `insert into staging.decision (id, funder_id, application_id, reference, number, kind, granted, activities,
       provisions_version, starts_on, ends_on, prepared_by, signed_by, signed_on, created_at)
     select subject.decision_id, who.funder_id, subject.id, subject.reference || '-D1', 1, 'honour', 100000, 'Verzonnen',
            'Voorbeeldbepalingen 2014', '2026-01-01', '2027-12-31', who.officer, who.authority, '2025-05-06', registry_now()
       from bench_case subject cross join ${cast}`,
    `${step} from bench_call subject cross join ${cast} cross join (values
       ('call', 1, 'create', 'draft', '2024-11-04T09:00:00Z'::timestamptz, 'programme_officer'),
       ('call', 2, 'publish', 'published', '2024-12-02T09:00:00Z', 'decision_authority'),
       ('call', 3, 'open', 'open', '2025-01-06T08:00:00Z', 'system'),
       ('call', 4, 'close', 'closed', '2025-03-03T13:00:00Z', 'system')
     ) as told (machine, seq, command, to_status, at, role)`,
    `${step} from (
       select id, 'application' as machine from bench_case union all select decision_id, 'decision' from bench_case
     ) subject cross join ${cast} join (values
       ('application', 1, 'create', 'draft', '2025-02-01T09:00:00Z'::timestamptz, 'applicant'),
       ('application', 2, 'submit', 'submitted', '2025-02-03T09:00:00Z', 'applicant'),
       ('decision', 1, 'prepare', 'prepared', '2025-05-05T09:00:00Z', 'programme_officer'),
       ('decision', 2, 'sign', 'signed', '2025-05-06T09:00:00Z', 'decision_authority')
     ) as told (machine, seq, command, to_status, at, role) on told.machine = subject.machine`,
    `select bulk_load()`,
    `insert into deadline (subject_id, kind, machine, basis, starts_on, ends_on, term, ground)
     select id, 'decision_on_application', 'application', 'Awb 4:13', '2025-02-03', '2025-07-07', '22 weeks', 'call' from bench_case`,
  ];
}
