import { join } from 'node:path';
import { defineConfig } from 'prisma/config';

// Prisma's CLI would download a binary; ours comes from the lockfile.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= join(
  import.meta.dirname,
  'packages',
  'schema-engine',
  'bin',
  'schema-engine',
);

/** The owner of the tables; the services' own role may not change them. `prisma generate` needs neither. */
const url = process.env.MIGRATION_DATABASE_URL ?? process.env.DATABASE_URL;

export default defineConfig({
  schema: join('prisma', 'schema.prisma'),
  migrations: { path: join('prisma', 'migrations') },
  ...(url !== undefined && { datasource: { url } }),
});
