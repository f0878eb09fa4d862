// Generates the Prisma client from prisma/schema, without the network.
//
// `prisma generate` insists on a schema-engine binary and would download it, though generating never runs it.
// Any existing file will do, so it is told that the engine is this Node.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const prisma = fileURLToPath(import.meta.resolve('prisma/build/index.js'));
const { status, error } = spawnSync(process.execPath, [prisma, 'generate', '--no-hints', ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  },
});
if (error) throw error;
process.exit(status ?? 1);
