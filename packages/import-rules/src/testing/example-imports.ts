import type { SourceFiles } from './example-checkout.ts';

const shared = 'packages/shared/src';
const gateway = 'services/gateway/src';
const queueWorker = 'services/queue-worker/src';

/** Every way across a border that is allowed. */
export const LEGAL_IMPORTS: SourceFiles = {
  [`${shared}/invariant.ts`]: [],
  [`${shared}/config.ts`]: ['node:process'],
  [`${shared}/domain/money.ts`]: ['../invariant.ts'],
  [`${shared}/domain/price.ts`]: ['./money.ts'],
  [`${shared}/domain/price.test.ts`]: ['vitest', 'node:fs', './price.ts', './odd-prices.fixture.ts'],
  [`${shared}/domain/odd-prices.fixture.ts`]: [],
  [`${shared}/states/order-states.ts`]: ['../domain/money.ts', '../invariant.ts', './machine.ts'],
  [`${shared}/states/machine.ts`]: [],
  [`${shared}/contracts/orders.ts`]: ['typebox', '../domain/money.ts', './common.ts'],
  [`${shared}/contracts/common.ts`]: [],
  [`${shared}/redis/keys.ts`]: ['ioredis', '../domain/money.ts'],
  [`${shared}/redis/hold-seats.integration.test.ts`]: [
    '../../../../tests/support/stores.ts',
    '../database/client.ts',
  ],
  [`${shared}/database/client.ts`]: ['@prisma/client', './generated/client.ts'],
  [`${shared}/database/generated/client.ts`]: ['node:process', 'not-installed'],
  [`${shared}/queues/names.ts`]: ['bullmq'],
  [`${gateway}/server.ts`]: ['fastify', 'ioredis', './routes/orders.ts', '@fairgate/shared/config.ts'],
  [`${gateway}/stores.ts`]: ["import type { Redis } from 'ioredis';"],
  [`${gateway}/routes/orders.ts`]: [
    'fastify',
    '../use-cases/place-order.ts',
    '@fairgate/shared/contracts/orders.ts',
  ],
  [`${gateway}/use-cases/place-order.ts`]: [
    '@fairgate/shared/redis/keys.ts',
    '@fairgate/shared/database/client.ts',
  ],
  [`${gateway}/app.integration.test.ts`]: [
    'vitest',
    'ioredis',
    '@prisma/client',
    '../../../tests/support/stores.ts',
  ],
  [`${queueWorker}/worker.ts`]: [
    'bullmq',
    'ioredis',
    './jobs/finalize.ts',
    '@fairgate/shared/queues/names.ts',
  ],
  [`${queueWorker}/jobs/finalize.ts`]: ['@fairgate/shared/database/client.ts'],
  'packages/auditor/src/audit.ts': ['pg', 'ioredis', '@fairgate/shared/config.ts'],
  'packages/client/src/client.ts': [],
  'packages/launcher/src/start.ts': [
    'ioredis',
    '@fairgate/shared/config.ts',
    '@fairgate/loopback-stripe/start.ts',
  ],
  'packages/launcher/src/stop.ts': ['./kill.ts'],
  'packages/launcher/src/kill.ts': [],
  'packages/loopback-stripe/src/start.ts': ['fastify'],
  'packages/simulation/src/world.ts': ['@fairgate/shared/states/machine.ts'],
  'web/src/page.ts': [
    '@fairgate/client/client.ts',
    '@fairgate/shared/contracts/orders.ts',
    '@fairgate/shared/domain/price.ts',
  ],
  'tests/support/stores.ts': ['ioredis', 'vitest', '@fairgate/launcher/start.ts'],
  'tests/flows/buy.test.ts': ['../support/stores.ts', '@fairgate/shared/database/client.ts'],
  'prisma/seed.ts': ['@prisma/client', '@fairgate/shared/database/client.ts'],
};

/** An import that breaks one rule and no other: [rule, file, what it imports, the real path of that]. */
export type IllegalImport = readonly [rule: string, from: string, imports: string, to: string];

/** At least one for each rule, and one for each branch of its patterns. They stand beside the legal ones. */
export const ILLEGAL_IMPORTS: readonly IllegalImport[] = [
  [
    'domain-imports-only-domain',
    `${shared}/domain/a.ts`,
    '../contracts/orders.ts',
    `${shared}/contracts/orders.ts`,
  ],
  ['domain-imports-only-domain', `${shared}/domain/b.ts`, 'node:crypto', 'crypto'],
  ['domain-imports-only-domain', `${shared}/domain/c.ts`, '../config.ts', `${shared}/config.ts`],
  [
    'states-import-only-domain',
    `${shared}/states/a.ts`,
    '../database/client.ts',
    `${shared}/database/client.ts`,
  ],
  [
    'contracts-import-only-domain-and-schemas',
    `${shared}/contracts/a.ts`,
    '../redis/keys.ts',
    `${shared}/redis/keys.ts`,
  ],
  [
    'contracts-import-only-domain-and-schemas',
    `${shared}/contracts/b.ts`,
    '../invariant.ts',
    `${shared}/invariant.ts`,
  ],
  ['stores-stay-apart', `${shared}/redis/a.ts`, '../database/client.ts', `${shared}/database/client.ts`],
  [
    'stores-stay-apart',
    `${shared}/redis/b.ts`,
    "import type { Queue } from '../queues/names.ts';",
    `${shared}/queues/names.ts`,
  ],
  ['stores-stay-apart', `${shared}/database/a.ts`, '../redis/keys.ts', `${shared}/redis/keys.ts`],
  [
    'stores-stay-apart',
    `${shared}/queues/a.ts`,
    "export { keys } from '../redis/keys.ts';",
    `${shared}/redis/keys.ts`,
  ],
  [
    'shared-stands-alone',
    `${shared}/redis/c.ts`,
    '../../../../services/gateway/src/stores.ts',
    `${gateway}/stores.ts`,
  ],
  ['shared-stands-alone', `${shared}/a.ts`, '@fairgate/client/client.ts', 'packages/client/src/client.ts'],
  [
    'ioredis-only-where-redis-is-spoken',
    `${gateway}/use-cases/a.ts`,
    "import type { Redis } from 'ioredis';",
    'node_modules/ioredis/index.js',
  ],
  ['ioredis-only-where-redis-is-spoken', `${shared}/queues/b.ts`, 'ioredis', 'node_modules/ioredis/index.js'],
  [
    'prisma-client-only-in-database',
    `${shared}/queues/c.ts`,
    '@prisma/client',
    'node_modules/@prisma/client/index.js',
  ],
  [
    'prisma-client-only-in-database',
    `${queueWorker}/jobs/a.ts`,
    '@fairgate/shared/database/generated/client.ts',
    `${shared}/database/generated/client.ts`,
  ],
  [
    'routes-call-use-cases',
    `${gateway}/routes/a.ts`,
    '@fairgate/shared/redis/keys.ts',
    `${shared}/redis/keys.ts`,
  ],
  [
    'routes-call-use-cases',
    `${gateway}/routes/b.ts`,
    '@fairgate/shared/database/client.ts',
    `${shared}/database/client.ts`,
  ],
  [
    'routes-call-use-cases',
    `${gateway}/routes/c.ts`,
    "const q = await import('@fairgate/shared/queues/names.ts');",
    `${shared}/queues/names.ts`,
  ],
  ['routes-call-use-cases', `${gateway}/routes/d.ts`, 'pg', 'node_modules/pg/index.js'],
  ['routes-call-use-cases', `${gateway}/routes/e.ts`, 'bullmq', 'node_modules/bullmq/index.js'],
  [
    'use-cases-name-no-transport',
    `${gateway}/use-cases/b.ts`,
    "import type { FastifyRequest } from 'fastify';",
    'node_modules/fastify/index.js',
  ],
  [
    'use-cases-name-no-transport',
    `${gateway}/use-cases/c.ts`,
    '@fastify/helmet',
    'node_modules/@fastify/helmet/index.js',
  ],
  ['use-cases-name-no-transport', `${queueWorker}/jobs/b.ts`, 'bullmq', 'node_modules/bullmq/index.js'],
  ['services-stay-apart', `${queueWorker}/a.ts`, '@fairgate/gateway/stores.ts', `${gateway}/stores.ts`],
  [
    'auditor-is-independent',
    'packages/auditor/src/a.ts',
    '@fairgate/shared/domain/money.ts',
    `${shared}/domain/money.ts`,
  ],
  [
    'auditor-is-independent',
    'packages/auditor/src/b.ts',
    '../../../services/gateway/src/stores.ts',
    `${gateway}/stores.ts`,
  ],
  [
    'loopback-stripe-stands-alone',
    'packages/loopback-stripe/src/a.ts',
    '../../shared/src/domain/money.ts',
    `${shared}/domain/money.ts`,
  ],
  [
    'simulation-imports-only-decisions',
    'packages/simulation/src/a.ts',
    '@fairgate/shared/database/client.ts',
    `${shared}/database/client.ts`,
  ],
  [
    'web-bundles-only-contracts',
    'web/src/a.ts',
    '@fairgate/shared/states/machine.ts',
    `${shared}/states/machine.ts`,
  ],
  [
    'web-bundles-only-contracts',
    'web/src/b.ts',
    '../../services/gateway/src/stores.ts',
    `${gateway}/stores.ts`,
  ],
  ['nothing-imports-tests', `${gateway}/b.ts`, '../../../tests/support/stores.ts', 'tests/support/stores.ts'],
  [
    'nothing-imports-tests',
    'packages/launcher/src/a.ts',
    '../../shared/src/domain/odd-prices.fixture.ts',
    `${shared}/domain/odd-prices.fixture.ts`,
  ],
  ['nothing-imports-tests', 'prisma/a.ts', 'vitest', 'node_modules/vitest/index.js'],
  ['environment-behind-config', 'packages/launcher/src/b.ts', 'node:process', 'process'],
  ['environment-behind-config', 'tests/flows/a.test.ts', "import { env } from 'process';", 'process'],
  [
    'packages-declare-what-they-import',
    'packages/launcher/src/c.ts',
    'undeclared',
    'node_modules/undeclared/index.js',
  ],
  ['no-cycles', 'packages/launcher/src/d.ts', './d.ts', 'packages/launcher/src/d.ts'],
  [
    'no-cycles',
    'packages/launcher/src/kill.ts',
    "import type { Stop } from './stop.ts';",
    'packages/launcher/src/stop.ts',
  ],
  [
    'no-unresolved',
    `${gateway}/c.ts`,
    '@fairgate/shared/redis/absent.ts',
    '@fairgate/shared/redis/absent.ts',
  ],
  ['no-unresolved', `${gateway}/d.ts`, 'not-installed', 'not-installed'],
];
