import { describe, expect, test } from 'vitest';
import {
  environmentReadInOneFile,
  everyTestRuns,
  HOUSE_RULES,
  type HouseRule,
  linesWithinLimit,
  luaHeaderComplete,
  nameSaysSomething,
  noDefaultExport,
  noMarkLeft,
} from './house-rules.ts';

const lines = (count: number): string => 'x\n'.repeat(count);
const header = ['KEYS', 'ARGV', 'RETURNS', 'KEEPS', 'COST'].map((word) => `-- ${word}: said`).join('\n');
/** Samples are put together here, so that this file does not break the rules it tests. */
const glue = (...parts: readonly string[]): string => parts.join('');
const environment = glue('process', '.env');

type Sample = readonly [path: string, text: string];
interface RuleFacts {
  readonly rule: HouseRule;
  readonly bad: readonly Sample[];
  readonly good: readonly Sample[];
}

const FACTS: readonly RuleFacts[] = [
  {
    rule: linesWithinLimit,
    bad: [
      ['packages/shared/src/domain/money.ts', lines(301)],
      ['web/src/seat-map.svelte', `${lines(300)}x`],
      ['prisma/seed/venues.sql', lines(301)],
      ['packages/shared/src/redis/hold-acquire.lua', lines(121)],
    ],
    good: [
      ['packages/shared/src/domain/money.ts', lines(300)],
      ['packages/shared/src/domain/money.ts', `${lines(299)}x`],
      ['packages/shared/src/redis/hold-acquire.lua', lines(120)],
      ['prisma/migrations/20260101000000_all/migration.sql', lines(900)],
      ['packages/client/src/openapi.d.ts', lines(9_000)],
      ['pnpm-lock.yaml', lines(9_000)],
    ],
  },
  {
    rule: luaHeaderComplete,
    bad: [
      ['hold.lua', ''],
      ['hold.lua', header.replace('COST', 'PRICE')],
      ['hold.lua', `local a = 1\n${header}`],
      ['hold.lua', header.replace('KEYS', 'MONKEYS')],
      ['hold.lua', `--[[\n${header.replace('COST', '')}\n]]\nlocal COST = 1`],
      ['includes/clock.lua', 'local function nowMs() end'],
    ],
    good: [
      ['hold.lua', `${header}\nlocal a = 1`],
      ['hold.lua', `--[[\n${header.replaceAll('-- ', '')}\n]]\nlocal a = 1`],
      ['includes/clock.lua', '-- The time.\nlocal function nowMs() end'],
      ['hold.ts', ''],
    ],
  },
  {
    rule: environmentReadInOneFile,
    bad: [
      ['services/gateway/src/app.ts', `const port = ${environment}.PORT;`],
      ['services/gateway/src/app.ts', `const port = ${glue('process', "['env']")}['PORT'];`],
      ['tests/flows/buy.test.ts', `const url = globalThis.${glue('process', '?.env')};`],
      ['web/src/page.ts', `const { ${glue('env } = ', 'process')};`],
      ['packages/launcher/src/config.ts', environment],
    ],
    good: [
      ['packages/shared/src/config.ts', environment],
      ['prisma.config.ts', environment],
      ['web/vite.config.ts', environment],
      ['bootstrap.mjs', environment],
      ['services/gateway/src/app.ts', ` * ${environment} is read elsewhere`],
      ['services/gateway/src/app.ts', 'process.exitCode = 1; const env = process.argv[2];'],
      ['docs/running.md', environment],
    ],
  },
  {
    rule: noMarkLeft,
    bad: ['TO-DO', 'FIX-ME', 'XX-X', 'HA-CK'].map(
      (mark): Sample => ['a.ts', `// ${mark.replace('-', '')}: later`],
    ),
    good: [
      ['a.ts', 'const HACKNEY = "todo";'],
      ['CONTRIBUTING.md', glue('no TO', 'DO')],
    ],
  },
  {
    rule: nameSaysSomething,
    bad: [
      ['packages/shared/src/queue-manager.ts', ''],
      ['tests/support/testHelpers.ts', ''],
      ['packages/shared/src/utils/money.ts', ''],
      ['packages/shared/src/util.ts', ''],
    ],
    good: [
      ['packages/shared/src/domain/utilisation.ts', ''],
      ['services/gateway/src/routes/orders.ts', ''],
    ],
  },
  {
    rule: noDefaultExport,
    bad: [
      ['a.ts', glue('export ', 'default function () {}')],
      ['a.mjs', glue('const a = 1;\nexport { a as ', 'default };')],
    ],
    good: [
      ['vitest.config.ts', glue('export ', 'default {}')],
      ['tests/support/global-setup.ts', glue('export ', 'default function () {}')],
      ['a.ts', `import { default as a } from 'a';\nexport const defaultPort = 1;`],
    ],
  },
  {
    rule: everyTestRuns,
    bad: [
      ['a.test.ts', glue('test.', "only('x', () => {});")],
      ['a.test.ts', glue('describe.concurrent.', "skip('x', () => {});")],
      ['a.integration.test.ts', glue('it.', "todo('x');")],
    ],
    good: [
      ['a.test.ts', "test('skip only this', () => { queue.skip(); });"],
      ['a.ts', glue('test.', 'only')],
    ],
  },
];

describe.each(FACTS.map((facts) => ({ ...facts, name: facts.rule.name })))('$name', ({ rule, bad, good }) => {
  test.each(bad)('catches %s: %j', (path, text) => {
    expect(rule({ path, text })).not.toEqual([]);
  });

  test.each(good)('lets %s pass: %j', (path, text) => {
    expect(rule({ path, text })).toEqual([]);
  });
});

test('every rule of the house is tested here', () => {
  expect(FACTS.map(({ rule }) => rule)).toEqual(Object.values(HOUSE_RULES));
});

test('a fault names its line', () => {
  expect(noMarkLeft({ path: 'a.ts', text: `const a = 1;\n// ${glue('FIX', 'ME')}\n` })).toEqual([
    `line 2: // ${glue('FIX', 'ME')}`,
  ]);
});
