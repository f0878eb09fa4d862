import { callLifecycle, legacyAwardLifecycle } from '@grants/domain';
import { newId, setStep, statement, type Actor, type Tx } from '@grants/persistence';
import { callFields } from '../calls/index.js';
import { bulkLoad, copyInto, copyLine } from '../shared/copy-store.js';
import { funderCode, schemeReference } from './codes.js';
import type { ImportSummary, MinistryTotal } from './import-summary.js';
import type { RecipientName } from './match-recipients.js';
import type { ImportFault, Payment } from './ministry-subsidies.js';

const payment = `staging.payment (line, ministry, scheme, scheme_text, recipient, recipient_text, policy_article, amount_text, amount,
  year, content, faults)`;

/** A row as it is staged; what is written as it is matched is not sent twice. */
export function stagedLine(row: Payment | readonly ImportFault[]): string {
  if ('line' in row) {
    return copyLine([
      row.line,
      row.ministry,
      row.scheme,
      row.schemeText === row.scheme ? null : row.schemeText,
      row.recipient,
      row.recipientText === row.recipient ? null : row.recipientText,
      row.policyArticle,
      row.amountText === row.amount ? null : row.amountText,
      row.amount,
      row.year,
      `\\x${row.content}`,
      null,
    ]);
  }
  const nothing = Array.from({ length: 10 }, () => null);
  return copyLine([row[0]?.line ?? 0, ...nothing, JSON.stringify(row)]);
}

/** Streams staged lines in. */
export async function stagePayments(tx: Tx, pieces: AsyncIterable<string>): Promise<void> {
  await copyInto(tx, payment, pieces);
}

const totals = statement(
  'import_totals',
  `select ministry, count(*)::integer as rows, trim_scale(sum(amount))::text as "exactTotal", sum(round(amount, 2))::text as "roundedTotal",
          trim_scale(sum(round(amount, 2)) - sum(amount))::text as "roundingDifference"
     from staging.payment where faults is null group by rollup (ministry) order by ministry nulls first`,
);

/** What the good rows of the file add up to, exactly and in cents: in all, and per ministry. */
export async function totalsOfFile(
  tx: Tx,
): Promise<{ all: Omit<MinistryTotal, 'ministry'>; ministries: MinistryTotal[] }> {
  const [total, ...ministries] = await tx.query<MinistryTotal & { ministry: string | null }>(totals());
  const { rows = 0, exactTotal, roundedTotal, roundingDifference } = total ?? {};
  return {
    all: {
      rows,
      exactTotal: exactTotal ?? '0',
      roundedTotal: roundedTotal ?? '0.00',
      roundingDifference: roundingDifference ?? '0',
    },
    ministries,
  };
}

// A payment is known by its content and its number among equals, as long as the import that brought it stands.
const stageNew = statement(
  'import_stage_new',
  `insert into staging.new_payment (line, ministry, scheme, scheme_text, recipient, recipient_text, policy_article, amount_text,
     amount, year, occurrence, identity)
   select line, ministry, scheme, coalesce(scheme_text, scheme), recipient, coalesce(recipient_text, recipient), policy_article,
          coalesce(amount_text, amount::text), amount, year, occurrence, identity
     from (
       select counted.*, sha256(content || int4send(occurrence)) as identity
         from (select payment.*, (row_number() over (partition by content order by line))::integer as occurrence
                 from staging.payment where faults is null) counted
     ) identified
    where not exists (select from realisation where realisation.identity = identified.identity and voided_xact is null)`,
);

// A ministry is known by any name that it had.
const ministriesOfFile = statement(
  'import_ministries',
  `select given.ministry as name, known.id as "funderId", known.code
     from (select distinct ministry from staging.new_payment) given
     left join lateral (
       select funder.id, funder.code from funder_history join funder on funder.id = funder_history.id
        where funder.kind = 'ministry' and funder_history.name = given.ministry order by funder.code limit 1
     ) known on true
    order by given.ministry collate "C"`,
);
const codesTaken = statement('import_codes_taken', `select code from funder`);
const stageMinistry = statement(
  'import_stage_ministry',
  `insert into staging.ministry (name, funder_id, code, is_new) values ($1, $2, $3, $4)`,
);

// A scheme is known by any title that the call of an imported award of the funder had.
const stageSchemes = statement(
  'import_stage_schemes',
  `insert into staging.scheme (funder_id, title, line, call_id, is_new)
   select distinct on (given.funder_id, given.scheme collate "C") given.funder_id, given.scheme, given.line,
          coalesce(known.id, new_id()), known.id is null
     from (
       select ministry.funder_id, payment.scheme, min(payment.line) as line
         from staging.new_payment payment join staging.ministry on ministry.name = payment.ministry
        group by ministry.funder_id, payment.scheme
     ) given
     left join (
       select call.id, call.funder_id, call.reference, call_history.title from call_history join call on call.id = call_history.id
        where exists (select from legacy_award where call_id = call.id)
     ) known on known.funder_id = given.funder_id and known.title = given.scheme
    order by given.funder_id, given.scheme collate "C", known.reference`,
);
const newSchemes = statement(
  'import_new_schemes',
  `select scheme.call_id as "callId", scheme.title, ministry.code from staging.scheme
     join (select distinct funder_id, code from staging.ministry) ministry on ministry.funder_id = scheme.funder_id
    where scheme.is_new order by ministry.code, scheme.title collate "C"`,
);
const referencesTaken = statement(
  'import_references_taken',
  `select reference from call where funder_id in (select funder_id from staging.ministry)`,
);
const giveReferences = statement(
  'import_give_references',
  `update staging.scheme set reference = given.reference
     from unnest($1::uuid[], $2::text[]) as given (call_id, reference) where scheme.call_id = given.call_id`,
);

// A recipient is known by any name that an organisation with an imported award had.
const stageRecipients = statement(
  'import_stage_recipients',
  `insert into staging.recipient (name, line, organisation_id, is_new)
   select distinct on (given.name collate "C") given.name, given.line, coalesce(known.id, new_id()), known.id is null
     from (select recipient as name, min(line) as line from staging.new_payment group by recipient) given
     left join (
       select organisation.id, organisation.reference, organisation_history.name
         from organisation_history join organisation on organisation.id = organisation_history.id
        where exists (select from legacy_award where organisation_id = organisation.id)
     ) known on known.name = given.name
    order by given.name collate "C", known.reference`,
);

// An award is one for each ministry, scheme and recipient text as written. Nothing is ever deleted, so that the number of
// awards of a funder is the last one given.
const stageAwards = statement(
  'import_stage_awards',
  `insert into staging.legacy_award (id, funder_id, call_id, organisation_id, reference, scheme_text, recipient_text, created_at, line)
   select new_id(), given.funder_id, given.call_id, recipient.organisation_id,
          given.code || '-L' || lpad((coalesce(numbered.last, 0) + row_number() over (
            partition by given.funder_id order by given.title collate "C", given.recipient_text collate "C"))::text, 6, '0'),
          payment.scheme_text, given.recipient_text, (select registry_now()), given.line
     from (
       select scheme.funder_id, scheme.call_id, scheme.title, payment.recipient_text, min(ministry.code) as code, min(payment.line) as line
         from staging.new_payment payment
         join staging.ministry on ministry.name = payment.ministry
         join staging.scheme on scheme.funder_id = ministry.funder_id and scheme.title = payment.scheme
        group by scheme.funder_id, scheme.call_id, scheme.title, payment.recipient_text
     ) given
     join staging.new_payment payment on payment.line = given.line
     join staging.recipient on recipient.name = payment.recipient
     left join (select funder_id, count(*) as last from legacy_award group by funder_id) numbered on numbered.funder_id = given.funder_id
    where not exists (
      select from legacy_award known where known.call_id = given.call_id and known.recipient_text = given.recipient_text
         and known.status <> 'voided')`,
);

const counts = statement(
  'import_counts',
  `select (select count(*) from staging.new_payment)::integer as new,
          (select count(*) from staging.ministry where is_new)::integer as "fundersNew",
          (select count(*) from staging.scheme where is_new)::integer as "callsNew",
          (select count(*) from staging.recipient where is_new)::integer as "organisationsNew",
          (select count(*) from staging.legacy_award)::integer as "awardsNew"`,
);
type Counts = Pick<ImportSummary, 'new' | 'fundersNew' | 'callsNew' | 'organisationsNew' | 'awardsNew'>;

// Nobody has looked at what is staged, so that the planner takes it for a handful of rows: it is kept to hashing, which
// suits any number. Sorts and joins have room in memory, and plans that run once are not compiled.
const settings = statement(
  'import_settings',
  `select set_config(name, setting, true)
     from (values ('enable_nestloop', 'off'), ('enable_mergejoin', 'off'), ('work_mem', '64MB'), ('jit', 'off')) as given (name, setting)`,
);

/** Works out what is new: payments, and the ministries, schemes, recipients and awards that they need. Writes to staging alone. */
export async function planImport(tx: Tx): Promise<Counts> {
  await tx.query(settings());
  await tx.query(stageNew());
  await stageMinistries(tx);
  await tx.query(stageSchemes());
  await nameSchemes(tx);
  await tx.query(stageRecipients());
  await tx.query(stageAwards());
  const [counted] = await tx.query<Counts>(counts());
  return counted as Counts;
}

async function stageMinistries(tx: Tx): Promise<void> {
  const ministries = await tx.query<{ name: string; funderId: string | null; code: string | null }>(ministriesOfFile());
  const taken = new Set((await tx.query<{ code: string }>(codesTaken())).map(({ code }) => code));
  for (const { name, funderId, code } of ministries) {
    const given = code ?? funderCode(name, taken);
    taken.add(given);
    await tx.query(stageMinistry(name, funderId ?? newId(), given, funderId === null));
  }
}

async function nameSchemes(tx: Tx): Promise<void> {
  const schemes = await tx.query<{ callId: string; title: string; code: string }>(newSchemes());
  if (schemes.length === 0) return;
  const taken = new Set((await tx.query<{ reference: string }>(referencesTaken())).map(({ reference }) => reference));
  const references = schemes.map(({ code, title }) => {
    const reference = schemeReference(code, title, taken);
    taken.add(reference);
    return reference;
  });
  await tx.query(
    giveReferences(
      schemes.map(({ callId }) => callId),
      references,
    ),
  );
}

/** What an import writes of itself. */
export interface RunRecord {
  readonly id: string;
  readonly fileName: string;
  readonly checksum: string;
  readonly actor: Actor;
}

const addRun = statement(
  'import_add_run',
  `insert into import_run (id, kind, file_name, checksum, actor, summary) values ($1, $2, $3, $4, $5, $6) returning reference`,
);
const addErrors = statement(
  'import_add_errors',
  `insert into import_error (import_run_id, line, number, field, reason, value)
   select $1, payment.line, fault.number, fault.value ->> 'column', fault.value ->> 'reason', fault.value ->> 'value'
     from staging.payment, jsonb_array_elements(payment.faults) with ordinality as fault (value, number)
    where payment.faults is not null`,
);

/** The kind of these imports, as import_run has it. */
export const MINISTRY_SUBSIDIES = 'ministry_subsidies';

/** Records the run with its summary and its bad rows. */
export async function recordRun(tx: Tx, run: RunRecord, summary: ImportSummary): Promise<string> {
  const { id, fileName, checksum, actor } = run;
  const [added] = await tx.query<{ reference: string }>(
    addRun(id, MINISTRY_SUBSIDIES, fileName, checksum, actor.id, JSON.stringify(summary)),
  );
  if (summary.bad > 0) await tx.query(addErrors(id));
  return added?.reference ?? '';
}

const addFunders = statement(
  'import_add_funders',
  `insert into funder (id, code, name, kind) select funder_id, code, name, 'ministry' from staging.ministry where is_new order by code`,
);
const addOrganisations = statement(
  'import_add_organisations',
  `insert into organisation (id, name, kind, country, created_at)
   select organisation_id, name, 'unknown', null, (select registry_now()) from staging.recipient where is_new order by name collate "C"`,
);
// Programme, ceiling and dates are unknown: null.
const stageCalls = statement(
  'import_stage_calls',
  `insert into staging.call (id, funder_id, reference, title) select call_id, funder_id, reference, title from staging.scheme where is_new`,
);
// The clock and the epoch are read once a statement: as defaults of columns they would be, once a row.
const stageSteps = statement(
  'import_stage_steps',
  `insert into staging.step (machine, machine_version, subject_id, seq, command, to_status, occurred_at, actor, role)
   select machine, machine_version, id, 1, 'import', to_status, $5, $6, $7
     from (select 'call' as machine, $1::integer as machine_version, id, $2 as to_status from staging.call
           union all select 'legacy_award', $3::integer, id, $4 from staging.legacy_award) subject`,
);
const moment = statement('import_moment', `select registry_now() as now`);
const loadPayments = statement('import_load_payments', `select load_payments($1)`);
/** What the file does not tell of a scheme, which is a call: all that a call says but its title, by the names of the API. */
const unknownOfCall = [
  'programme',
  'programmeLine',
  ...Object.keys(callFields).filter((each) => each !== 'title'),
  'received',
];
// One row for each record that came: where from, and which of its fields the file does not tell. Of a funder also its
// code; of a call also a row for each field, since some of its columns are never empty.
const addProvenance = statement(
  'import_add_provenance',
  `insert into provenance (subject_kind, subject_id, field, origin, source, checksum, line, note, recorded_at, epoch)
   select kind, id, field, origin, $1, $2, line, note, (select registry_now()), (select registry_epoch_now())
     from (
       select 'funder' as kind, come.id, told.field, told.origin, come.line, told.note
         from (
           select ministry.funder_id as id, min(scheme.line) as line
             from staging.ministry join staging.scheme on scheme.funder_id = ministry.funder_id where ministry.is_new group by ministry.funder_id
         ) come cross join (values ('*', 'source', null), ('code', 'inferred', 'from its name')) as told (field, origin, note)
       union all select 'call', call_id, told.field, told.origin, line, null
         from staging.scheme cross join (
           select '*' as field, 'source' as origin union all select unnest($3::text[]), 'unknown'
         ) told where is_new
       union all select 'organisation', organisation_id, '*', 'source', line, 'kind and country are unknown' from staging.recipient where is_new
       union all select 'legacy_award', id, '*', 'source', line, 'granted and decidedOn are unknown' from staging.legacy_award
     ) come`,
);

/**
 * Brings in what was planned, in the run that is recorded: funders, organisations, calls and awards, then payments. What
 * comes in is compared with what was staged, exactly: a difference is an error, and nothing is committed.
 */
export async function bringIn(tx: Tx, { id, fileName, checksum, actor }: RunRecord): Promise<void> {
  await setStep(tx, { actor, commands: {} });
  await tx.query(addFunders());
  await tx.query(addOrganisations());
  await tx.query(stageCalls());
  const [occurred] = await tx.query<{ now: string }>(moment());
  const machines = [callLifecycle.version, 'archived', legacyAwardLifecycle.version, 'imported'];
  await tx.query(stageSteps(...machines, occurred?.now, actor.id, actor.role));
  await tx.query(addProvenance(fileName, checksum, unknownOfCall));
  await bulkLoad(tx);
  await tx.query(loadPayments(id));
}

const clear = statement('import_clear', `select clear_import()`);

/** Leaves the staging tables empty. */
export async function clearImport(tx: Tx): Promise<void> {
  await tx.query(clear());
}

const names = statement(
  'import_recipient_names',
  `select reference, name, exists (select from legacy_award where organisation_id = organisation.id) as "isOfImport" from organisation
   union all
   select null, name, true from staging.recipient where is_new and not exists (select from organisation where id = organisation_id)
    order by name, reference`,
);

/** Every organisation of the registry, and in a dry run also the recipients that the file would bring. */
export function recipientNames(tx: Tx): Promise<RecipientName[]> {
  return tx.query<RecipientName>(names());
}
