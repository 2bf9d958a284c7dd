import { defineConfig } from 'vitest/config';

/** What other processes do is waited for, also on a busy machine. */
const patience = { poll: { timeout: 15_000, interval: 100 } };

const sources = ['packages/*/src', 'services/*/src', 'prisma'];

/**
 * unit: pure code, no servers. stores: one module against real Postgres, Redis or the loopback Stripe.
 * flows: what crosses process boundaries. browser: pages in Chromium.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [...sources.map((folder) => `${folder}/**/*.test.ts`), 'tests/house/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'stores',
          expect: patience,
          include: sources.map((folder) => `${folder}/**/*.integration.test.ts`),
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'flows',
          expect: patience,
          include: ['tests/{flows,properties,faults,contracts,audit}/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          expect: patience,
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
