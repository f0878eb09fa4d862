import {
  decisionTermOfCall,
  defaultTermParameters,
  parseTerm,
  startTermOfCall,
  termCatalogue,
  termParameterKinds,
  termText,
  type TermParameterKind,
  type TermParameters,
  type TermPlace,
  type TermSetting,
} from '@grants/domain';
import { statement, type Queryable } from '@grants/persistence';

/** A length as it holds somewhere. */
export interface TermParameterView {
  readonly kind: TermParameterKind;
  readonly nl: string;
  readonly en: string;
  /** ISO 8601 duration. */
  readonly length: string;
  readonly basis: string;
  /** Where it was set; `default` where nobody did. */
  readonly setBy: TermPlace | 'default';
  readonly validFrom: string | null;
}

/** The lengths that hold for a funder, a programme or a call. */
export interface TermParametersView {
  readonly reference: string;
  readonly version: number;
  readonly items: readonly TermParameterView[];
}

interface SettingRow {
  readonly kind: TermParameterKind;
  readonly length: string;
  readonly basis: string;
  readonly setBy: TermPlace;
  readonly validFrom: string;
}

interface HeldRow {
  readonly reference: string;
  readonly version: number;
  readonly decisionTermWeeks: number | null;
  readonly startTermMonths: number | null;
  readonly settings: readonly SettingRow[];
}

/**
 * What holds in a place: `place` gives funder, programme and call, the call's own fields, and the moment on which it
 * depends. What a call says itself was said before it was published, whatever day it was published for.
 */
const held = (place: string) => `with place as (${place}), latest as (
     select distinct on (parameter.programme_id is null, parameter.call_id is null, parameter.kind)
            parameter.kind, parameter.length, parameter.basis, parameter.valid_from,
            case when parameter.call_id is not null then 'call' when parameter.programme_id is not null then 'programme' else 'funder' end as set_by,
            case when parameter.call_id is not null then 1 when parameter.programme_id is not null then 2 else 3 end as distance
       from place join term_parameter parameter on parameter.funder_id = place.funder_id
      where parameter.call_id = place.call_id
         or parameter.call_id is null and (parameter.programme_id is null or parameter.programme_id = place.programme_id)
            and parameter.valid_from <= (place.moment at time zone 'Europe/Amsterdam')::date and parameter.recorded_at <= place.moment
      order by parameter.programme_id is null, parameter.call_id is null, parameter.kind, parameter.valid_from desc,
               parameter.recorded_at desc, parameter.id desc
   ), nearest as (
     select distinct on (kind) kind, length, basis, set_by, valid_from from latest where length is not null order by kind, distance
   )
   select place.reference, place.version, place.decision_term_weeks as "decisionTermWeeks", place.start_term_months as "startTermMonths",
          (select coalesce(json_agg(json_build_object('kind', kind, 'length', length, 'basis', basis, 'setBy', set_by,
             'validFrom', valid_from)), '[]') from nearest) as settings
     from place`;

// For a call it is what held when it was published: a setting of later changes nothing for those who applied.
const ofCall = (
  which: string,
  terms: string,
) => `select call.funder_id, call.programme_id, call.id as call_id, call.reference,
       call.version, ${terms},
       coalesce((select min(occurred_from) from status_period
                  where subject_id = call.id and status = 'published' and superseded_xact is null), registry_now()) as moment
  from call ${which}`;
const ownTerms = `call.decision_term_weeks, call.start_term_months`;
const ofPlace = {
  funder: statement(
    'term_parameters_of_funder',
    held(`select id as funder_id, null::uuid as programme_id, null::uuid as call_id, code as reference, version,
            null::integer as decision_term_weeks, null::integer as start_term_months, registry_now() as moment from funder where code = $1`),
  ),
  programme: statement(
    'term_parameters_of_programme',
    held(`select funder_id, id as programme_id, null::uuid as call_id, reference, version, null::integer as decision_term_weeks,
            null::integer as start_term_months, registry_now() as moment from programme where reference = $1`),
  ),
  call: statement('term_parameters_of_call', held(ofCall('where call.reference = $1', ownTerms))),
};
const forApplications = statement(
  'term_parameters_for_applications',
  held(
    ofCall(
      'left join call_terms terms on terms.call_id = call.id and terms.number = $2::integer where call.id = $1',
      `case when terms.number is null then call.decision_term_weeks else terms.decision_term_weeks end as decision_term_weeks,
       coalesce(terms.start_term_months, call.start_term_months) as start_term_months`,
    ),
  ),
);

type Held = Readonly<Record<TermParameterKind, TermSetting & Pick<TermParameterView, 'setBy' | 'validFrom'>>>;

function allOf({ decisionTermWeeks, startTermMonths, settings }: HeldRow): Held {
  const all = new Map<string, Held[TermParameterKind]>(
    termParameterKinds.map((kind) => [kind, { ...defaultTermParameters[kind], setBy: 'default', validFrom: null }]),
  );
  for (const { kind, length: text, ...setting } of settings) {
    const length = parseTerm(text);
    if (length && all.has(kind)) all.set(kind, { ...setting, length });
  }
  const ofTheCall = { setBy: 'call', validFrom: null } as const;
  if (decisionTermWeeks !== null) {
    all.set('decision_on_application', { ...decisionTermOfCall(decisionTermWeeks), ...ofTheCall });
  }
  if (startTermMonths !== null) all.set('project_start', { ...startTermOfCall(startTermMonths), ...ofTheCall });
  return Object.fromEntries(all) as unknown as Held;
}

/**
 * The terms that hold for the applications of a call: those of the call, else of its programme, of its funder, else the
 * defaults, as they held when the call was published. `termsNumber` is that of the version of the call's own terms under
 * which an application came in; 0 takes the call as it is.
 */
export async function termParametersOf(on: Queryable, callId: string, termsNumber = 0): Promise<TermParameters> {
  const [row] = await on.query<HeldRow>(forApplications(callId, termsNumber));
  if (!row) throw new Error(`Call ${callId} has gone`);
  return allOf(row);
}

/** The same for whoever reads a funder, a programme or a call, and where each was set; null where there is none. */
export async function termParametersIn(
  on: Queryable,
  place: TermPlace,
  reference: string,
): Promise<TermParametersView | null> {
  const [row] = await on.query<HeldRow>(ofPlace[place](reference));
  if (!row) return null;
  const all = allOf(row);
  const items = termParameterKinds.map((kind): TermParameterView => {
    const { nl, en } = termCatalogue[kind];
    return { ...all[kind], kind, nl, en, length: termText(all[kind].length) };
  });
  return { reference: row.reference, version: row.version, items };
}
