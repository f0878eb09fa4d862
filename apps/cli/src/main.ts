import { Command } from 'commander';
import { addBootstrapCommand } from './commands/bootstrap.js';
import { addDeadlinesCommand } from './commands/deadlines.js';
import { addExplainCommand } from './commands/explain.js';
import { addExportCommand } from './commands/export.js';
import { addVerifyCommand } from './commands/verify.js';
import { addBackupCommand } from './commands/backup.js';
import { addRestoreCommand } from './commands/restore.js';
import { addImportCommand } from './commands/import.js';
import { addSyntheticSeed } from './commands/seed-synthetic.js';
import { addLifecyclesCommand } from './commands/lifecycles.js';
import { addMigrateCommand } from './commands/migrate.js';
import { addSeedCommand } from './commands/seed.js';
import { addServeCommand } from './commands/serve.js';
import { addStartCommand } from './commands/start.js';
import { addTokenCommand } from './commands/token.js';
import { addWorkerCommand } from './commands/worker.js';

const program = new Command('registry').description('The grant registry').showHelpAfterError();
addStartCommand(program);
addServeCommand(program);
addWorkerCommand(program);
addBootstrapCommand(program);
addMigrateCommand(program);
addSyntheticSeed(addSeedCommand(program));
addImportCommand(program);
addTokenCommand(program);
addExportCommand(program);
addExplainCommand(program);
addDeadlinesCommand(program);
addVerifyCommand(program);
addBackupCommand(program);
addRestoreCommand(program);
addLifecyclesCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  // What is wrong is said in a sentence; the stack is for who asks for it.
  const { message, stack } = error as Error;
  console.error(process.env['LOG_LEVEL'] === 'debug' ? stack : message);
  process.exitCode = 1;
}
