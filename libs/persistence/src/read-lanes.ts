import pg from 'pg';
import type { Statement } from './statement.js';

interface Lane {
  /** Made when it is first asked for, and made anew after it broke. */
  client: Promise<pg.Client> | null;
  waiting: number;
}

/**
 * A few connections that many short reads share. A read is sent without waiting for those before it (pipelining), so
 * that under load one write to the server carries several and nobody waits for a connection. For single statements
 * that find their rows by index: each waits for those before it on its connection.
 */
export class ReadLanes {
  readonly #lanes: readonly Lane[];
  #isClosed = false;

  constructor(
    private readonly config: pg.ClientConfig,
    lanes = 2,
  ) {
    this.#lanes = Array.from({ length: lanes }, () => ({ client: null, waiting: 0 }));
  }

  /** Runs one read outside a transaction, on the connection with the fewest before it. */
  async query<Row>(statement: Statement): Promise<Row[]> {
    if (this.#isClosed) throw new Error('The database is closed');
    const lane = this.#lanes.reduce((one, other) => (other.waiting < one.waiting ? other : one));
    lane.waiting += 1;
    try {
      const client = await (lane.client ??= this.#connect(lane));
      return (await client.query<Row & pg.QueryResultRow>(statement)).rows;
    } finally {
      lane.waiting -= 1;
    }
  }

  /** Waits for what is under way and closes the connections. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#lanes.map(async ({ client }) => (await client?.catch(() => null))?.end()));
  }

  #connect(lane: Lane): Promise<pg.Client> {
    const client = new pg.Client({ ...this.config, pipeline: true });
    const connected = client.connect().then(() => client);
    // The end of one that broke may be noticed when another has taken its place already.
    const leave = () => {
      if (lane.client === connected) lane.client = null;
    };
    client.on('error', leave);
    client.on('end', leave);
    connected.catch(leave);
    return connected;
  }
}
