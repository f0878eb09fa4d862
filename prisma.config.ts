import { defineConfig } from 'prisma/config';

const ownerUrl = process.env['DATABASE_OWNER_URL'];

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  // Generating needs no database; `prisma migrate deploy`, where the network allows it, needs the owner's.
  ...(ownerUrl && { datasource: { url: ownerUrl } }),
});
