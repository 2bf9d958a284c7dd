import { defineConfig } from 'vitest/config';

/** What other processes do is waited for, also on a busy machine. */
const patience = { poll: { timeout: 15_000, interval: 100 } };

/** Most tests wait for servers most of the time: four files at once keep two cores busy. */
const maxWorkers = 4;

/**
 * Files of one worker share what they import: to load a whole gateway takes longer than many a test of it. So a test leaves
 * nothing behind in modules, the environment or the process.
 */
const isolate = false;

/** Pure code is quick, but a busy machine may keep a file from its core for seconds. Milliseconds. */
const unitTimeout = 60_000;

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
          maxWorkers,
          isolate,
          include: [...sources.map((folder) => `${folder}/**/*.test.ts`), 'tests/house/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
          testTimeout: unitTimeout,
          hookTimeout: unitTimeout,
        },
      },
      {
        test: {
          name: 'stores',
          maxWorkers,
          isolate,
          expect: patience,
          include: sources.map((folder) => `${folder}/**/*.integration.test.ts`),
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'flows',
          maxWorkers,
          isolate,
          expect: patience,
          include: ['tests/{flows,properties,faults,contracts,audit}/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          maxWorkers,
          isolate,
          expect: patience,
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
