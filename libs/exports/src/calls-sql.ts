import { valuesOnDay, type View } from './as-known.js';

/** CTE `call_then`: a row a call, with its funder, programme and line, as they were on the day. Wants `shared_origin`. */
export function callsOnDay(view: View): string {
  return `call_then as materialized (
    select call.id, call.reference, said.title, funder.code as funder,
           programme.reference as programme, programme_said.title as programme_title,
           line_said.code as line, line_said.title as line_title,
           greatest(its.distrust, of_funder.distrust, of_programme.distrust, of_line.distrust) as distrust,
           concat_ws('; ', its.fields, of_funder.fields, of_programme.fields, of_line.fields) as fields
      from call
      join (${valuesOnDay('call', ['title', 'programme_id', 'programme_line_id'], view)}) said on said.id = call.id
      join funder on funder.id = call.funder_id
      left join programme on programme.id = said.programme_id
      left join (${valuesOnDay('programme', ['title'], view)}) programme_said on programme_said.id = said.programme_id
      left join (${valuesOnDay('programme_line', ['code', 'title'], view)}) line_said on line_said.id = said.programme_line_id
      left join shared_origin its on its.id = call.id
      left join shared_origin of_funder on of_funder.id = call.funder_id
      left join shared_origin of_programme on of_programme.id = said.programme_id
      left join shared_origin of_line on of_line.id = said.programme_line_id
  )`;
}
