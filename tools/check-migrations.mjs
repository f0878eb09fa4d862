// Migrates a scratch database and compares it with the Prisma schema and with the catalogue that was generated: any
// difference is a fault.
import { join } from 'node:path';
import { catalogueDrift, schemaDrift } from '@grants/persistence';
import { withMigratedDatabase } from './generated/migrated-database.mjs';

const prisma = join(import.meta.dirname, '../prisma');
await withMigratedDatabase(async (ownerUrl, applied) => {
  const drift = await schemaDrift(ownerUrl, { schemaDir: join(prisma, 'schema') });
  const faults = await catalogueDrift(ownerUrl, { catalogueFile: join(prisma, 'catalogue.txt') });
  if (drift === '' && faults.length === 0) {
    console.log(`${applied.length} migrations make the database of the schema and of the catalogue.`);
    return;
  }
  if (drift !== '') console.error(`The migrations do not make the database of the schema; this is missing:\n${drift}`);
  for (const fault of faults) console.error(`prisma/catalogue.txt is not current, run npm run generate; ${fault}`);
  process.exitCode = 1;
});
