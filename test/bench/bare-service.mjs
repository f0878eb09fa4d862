// The limit of a read: Fastify and `pg` with the same prepared statement, and nothing else. No sign-in, no policy.
import { fastify } from 'fastify';
import pg from 'pg';
import { childInput, serveParent } from './child.mjs';

const { appUrl, poolSize, statement } =
  /** @type {{ appUrl: string, poolSize: number, statement: { name: string, text: string, values: unknown[] } }} */ (
    childInput()
  );
const pool = new pg.Pool({ connectionString: appUrl, max: poolSize, options: '-c TimeZone=UTC' });
const [, ...viewer] = statement.values;
const app = fastify();
// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; Express, for which the rule is, does not
app.get('/v1/applications/:reference/status', async (request) => {
  const { reference } = /** @type {{ reference: string }} */ (request.params);
  const { rows } = await pool.query({ ...statement, values: [reference, ...viewer] });
  return /** @type {unknown} */ (rows[0]);
});
serveParent(await app.listen({ port: 0, host: '127.0.0.1' }), {
  end: async () => {
    await app.close();
    await pool.end();
  },
});
