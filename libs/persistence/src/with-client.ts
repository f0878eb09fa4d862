import { Client } from 'pg';

/** Runs `work` on a connection of its own and closes it, whatever happens. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'grant-registry' });
  // A server that goes away is reported by the query that was running; without a listener Node would also crash.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The same server and settings as `url`, but another database or role. */
export function urlWith(
  url: string,
  change: { database?: string; user?: string; password?: string | undefined },
): string {
  const changed = new URL(url);
  if (change.database !== undefined) changed.pathname = `/${encodeURIComponent(change.database)}`;
  if (change.user !== undefined) {
    changed.username = encodeURIComponent(change.user);
    changed.password = encodeURIComponent(change.password ?? '');
  }
  return changed.href;
}

/** The same URL, where every session begins as another role that its user may become. */
export function asRole(url: string, role: string): string {
  const changed = new URL(url);
  const others = changed.searchParams.get('options');
  changed.searchParams.set('options', [others, `-c role=${role}`].filter(Boolean).join(' '));
  return changed.href;
}
