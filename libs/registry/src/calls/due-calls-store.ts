import { statement, type Queryable } from '@grants/persistence';

/** A call whose moment has come. */
export interface DueCall {
  readonly reference: string;
  readonly version: number;
  readonly command: 'open' | 'close';
}

const due = statement(
  'call_due',
  `select reference, version, case status when 'published' then 'open' else 'close' end as command
     from call
    where (status = 'published' and opens_at <= registry_now()) or (status = 'open' and closes_at < registry_now())
    order by coalesce(opens_at, closes_at), reference limit 100`,
);

/** The calls that are to be opened or closed now. */
export function dueCalls(on: Queryable): Promise<DueCall[]> {
  return on.query<DueCall>(due());
}
