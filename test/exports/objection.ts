import { lifecycles } from '@grants/domain';
import { newId, setStep, statement } from '@grants/persistence';
import type { TestApplication, TestRegistry } from '../support/registry.js';

/**
 * The lifecycle row of a later version: a rejection that is overturned. Reports are to be right about it from the
 * first day, so a test registry may know it already, without the guards that do not. NL: herroeping (Awb 7:11).
 */
export async function allowObjections(t: TestRegistry): Promise<void> {
  await t.ownerSql(`alter table decision disable trigger c_guard_content`);
  await t.ownerSql(`drop index decision_stands_already`);
  await t.ownerSql(
    `insert into lifecycle_transition (machine, machine_version, command, from_status, to_status, roles, late_roles,
       decision_kinds, reason_required, bulk_only, basis)
     values ('application', ${lifecycles.application.version}, 'honour_on_objection', 'rejected', 'honoured', array['programme_officer'],
       array['programme_officer'], array['honour'], false, false, 'Awb 7:11')`,
  );
}

const prepare = statement(
  'test_objection_prepare',
  `insert into decision (id, funder_id, application_id, reference, number, kind, granted, activities, provisions_version, prepared_by, status)
   select $1, funder_id, id, reference || '-D2', 2, 'honour', requested, 'As applied for', '2022', $3, 'prepared'
     from application where id = $2`,
);
const sign = statement('test_objection_sign', `update decision set status = 'signed', version = 2 where id = $1`);
const announce = statement(
  'test_objection_announce',
  `with told as (
     update decision set status = 'announced', version = 3 where id = $1 returning application_id
   ), moved as (
     update application set status = 'honoured', version = version + 1 where id = (select application_id from told)
     returning id, funder_id, reference, title, requested
   )
   insert into project (id, funder_id, application_id, decision_id, reference, title, granted, status)
   select $2, funder_id, id, $1, reference || '-P', title, requested, 'awaiting_start' from moved`,
);

/** Honours a rejected application after all, now: decision, application and project, as the announcement does. */
export async function honourOnObjection(t: TestRegistry, application: TestApplication): Promise<void> {
  const decisionId = newId();
  const { officer, authority } = t;
  await t.db.transaction(async (tx) => {
    await setStep(tx, { actor: officer, commands: { decision: 'prepare' } });
    await tx.query(prepare(decisionId, application.id, officer.id));
  });
  await t.db.transaction(async (tx) => {
    await setStep(tx, { actor: authority, commands: { decision: 'sign' } });
    await tx.query(sign(decisionId));
  });
  await t.db.transaction(async (tx) => {
    const commands = { decision: 'announce', application: 'honour_on_objection', project: 'award' } as const;
    await setStep(tx, { actor: officer, commands, decisionId });
    await tx.query(announce(decisionId, newId()));
  });
}
