import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentVariables } from '@fairgate/shared/config.ts';
import type { Guard } from './guarded-spawn.ts';
import { REPOSITORY } from './repository.ts';
import { runToEnd } from './run-to-end.ts';
import { inheritedEnvironment } from './service-environment.ts';
import type { Steps } from './steps.ts';

const SCHEMA = join(REPOSITORY, 'prisma', 'schema.prisma');
const PRISMA = join(REPOSITORY, 'node_modules', 'prisma');
const GENERATED = join(REPOSITORY, 'packages', 'shared', 'src', 'database', 'generated');
const STAMP = join(REPOSITORY, 'node_modules', '.fairgate-client');

/** Makes Prisma's client from the schema when the schema or Prisma's version is another one than last time. */
export async function generateClient(guard: Guard, steps: Steps): Promise<void> {
  const wanted = createHash('sha256')
    .update(readFileSync(SCHEMA))
    .update(readFileSync(join(PRISMA, 'package.json')))
    .digest('hex');
  if (existsSync(GENERATED) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  await steps.run('Database client is generated', async () => {
    const program = {
      command: process.execPath,
      args: [join(PRISMA, 'build', 'index.js'), 'generate', '--no-hints'],
      folder: REPOSITORY,
      environment: {
        ...inheritedEnvironment(environmentVariables()),
        CHECKPOINT_DISABLE: '1',
        NO_COLOR: '1',
      },
    };
    await runToEnd(guard, program, 'The database client could not be generated');
  });
  writeFileSync(STAMP, wanted);
}
