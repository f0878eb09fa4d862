import { statement, type Queryable } from '@grants/persistence';

const seal = statement(
  'worker_seal',
  `select take_seal() as number where not exists (select from seal where taken_at > registry_now() - interval '1 minute')`,
);
const expire = statement(
  'worker_expire_keys',
  `delete from idempotency_key where created_at < registry_now() - interval '1 day'`,
);
const misplaced = statement(
  'worker_misplaced_events',
  `select count(*)::integer as events from registry_event_default`,
);

/** Takes a seal if the last one is a minute old. */
export async function sealIfDue(on: Queryable): Promise<void> {
  await on.query(seal());
}

/** Forgets the answers to requests of more than a day ago. */
export async function expireKeys(on: Queryable): Promise<void> {
  await on.query(expire());
}

/** Events that lie in no year's partition: each bars its year from being added, so somebody has to look. */
export async function misplacedEvents(on: Queryable): Promise<number> {
  const [row] = await on.query<{ events: number }>(misplaced());
  return row?.events ?? 0;
}
