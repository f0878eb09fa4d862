import { known, valuesOnDay, type View } from '../as-known.js';
import { originColumns, sharedOrigins } from '../provenance-sql.js';

/** A row a ministry, scheme and year that has ended, of the payments in imports that stood. */
export function realisationsQuery(view: View): string {
  const { day, seal } = view;
  return `with ${sharedOrigins(view)}
  select funder.code as "ministry", ministry.name as "ministryName", call.reference as "scheme", scheme.title as "schemeName",
         paid.year as "year", paid.currency as "currency", paid.payments as "payments", paid.paid as "paid",
         paid.received_back as "receivedBack", paid.net as "net", paid.exact as "exactTotal",
         paid.net - paid.exact as "roundingDifference", paid.imports as "imports",
         ${originColumns(['of_ministry', 'of_scheme'])}
    from (
      select award.funder_id, award.call_id, payment.year, payment.currency, count(*) as payments,
             coalesce(sum(payment.amount) filter (where payment.amount > 0), 0) as paid,
             coalesce(sum(payment.amount) filter (where payment.amount < 0), 0) as received_back,
             sum(payment.amount) as net, sum(payment.amount_exact) as exact,
             string_agg(distinct import_run.reference collate "C", ', ' order by import_run.reference collate "C") as imports
        from realisation payment
        join legacy_award award on award.id = payment.legacy_award_id
        join import_run on import_run.id = payment.import_run_id
       where ${known('payment', seal)}
         and (payment.voided_xact is null or not known_at(payment.voided_xact, payment.voided_epoch, ${seal.epoch}, ${seal.snapshot}))
         and make_date(payment.year, 12, 31) <= ${day}
       group by award.funder_id, award.call_id, payment.year, payment.currency
    ) paid
    join funder on funder.id = paid.funder_id
    join (${valuesOnDay('funder', ['name'], view)}) ministry on ministry.id = paid.funder_id
    join call on call.id = paid.call_id
    join (${valuesOnDay('call', ['title'], view)}) scheme on scheme.id = paid.call_id
    left join shared_origin of_ministry on of_ministry.id = paid.funder_id
    left join shared_origin of_scheme on of_scheme.id = paid.call_id`;
}
