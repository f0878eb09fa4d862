// How fast the registry is beside what the machine and PostgreSQL allow: see docs/performance.md.
import { parseArgs } from 'node:util';
import { runBench } from '../test/bench/run.mjs';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '10k' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
process.exitCode = await runBench(values);
