// Joins the embedded server with the options of its argument, says so, and leaves when its input ends.
import { allowTypeScript } from './typescript-sources.mjs';

allowTypeScript();
const { joinEmbeddedServer } = await import('../../libs/persistence/src/embedded-server.ts');
const options = /** @type {{ dataDir: string, forTests: boolean }} */ (JSON.parse(process.argv[2] ?? ''));
const server = await joinEmbeddedServer({ ...options, log: () => undefined });
process.stdout.write(`${JSON.stringify(server)}\n`);
process.stdin.on('end', () => void server.leave());
process.stdin.resume();
