import type { Database } from '@grants/persistence';

/** The status of every subject on a moment, as it was known when a seal was taken: what a report reads. */
export async function statusBySeal(db: Database, seal: string, moment: string): Promise<Record<string, string>> {
  const { rows } = await db.pool.query<{ subject: string; status: string }>(
    `select subject_id as subject, status from status_period period, seal
      where seal.number = $1 and known_at(period.xact, period.epoch, seal.epoch, snapshot)
        and known_at(superseded_xact, superseded_epoch, seal.epoch, snapshot) is not true and occurred_from <= $2
        and (occurred_to is null or occurred_to > $2 or known_at(ended_xact, ended_epoch, seal.epoch, snapshot) is not true)
      order by subject_id`,
    [seal, moment],
  );
  const subjects = new Set(rows.map(({ subject }) => subject));
  if (subjects.size < rows.length) throw new Error(`A subject has two statuses at once by seal ${seal} at ${moment}`);
  return Object.fromEntries(rows.map(({ subject, status }) => [subject, status]));
}

/** Takes a seal. */
export async function takeSeal(db: Database): Promise<string> {
  const { rows } = await db.pool.query<{ number: string }>(`select take_seal() as number`);
  return rows[0]?.number ?? '';
}
