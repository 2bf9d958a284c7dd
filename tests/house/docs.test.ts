import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { webhookEventTypes } from '@fairgate/shared/states/decide-intent.ts';
import { operationTransitions } from '@fairgate/shared/states/operation-states.ts';
import { orderTransitions } from '@fairgate/shared/states/order-states.ts';
import { describe, expect, it } from 'vitest';
import { CHECKOUT } from './compose-rules.ts';
import {
  expectedVariables,
  linksResolve,
  PAGE_RULES,
  pages,
  pathsAreServed,
  scriptsExist,
  sequencesParse,
  stepsDrawn,
  writtenVariables,
} from './docs-rules.ts';

const read = (path: string): string => readFileSync(join(CHECKOUT, path), 'utf8');
const all = pages();

it('the documents that there must be are there', () => {
  const paths = all.map(({ path }) => path);
  const needed = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/system-design.md'];
  expect(paths).toEqual(
    expect.arrayContaining([...needed, 'docs/glossary.md', 'docs/running-in-production.md']),
  );
});

it('a real endpoint is said to subscribe to every event that is read, and to no other', () => {
  const line = read('docs/running-in-production.md')
    .split('\n')
    .find((one) => one.includes('A webhook endpoint at'));
  const named = [...(line ?? '').matchAll(/`([a-z_]+(?:\.[a-z_]+)+)`/g)].map(([, type]) => type);
  expect(named.toSorted()).toEqual(webhookEventTypes.toSorted());
});

describe.each(Object.entries(PAGE_RULES))('%s', (_name, rule) => {
  it.each(all)('in $path', (page) => {
    expect(rule(page)).toEqual([]);
  });
});

it.each([
  [linksResolve, '[a](docs/nowhere.md)', 'there is no docs/nowhere.md'],
  [linksResolve, '[a](../outside.md)', 'there is no ../outside.md'],
  [linksResolve, '[a](#nothing)', 'nothing is called #nothing in README.md'],
  [linksResolve, '[a](docs/glossary.md#the-weather)', 'nothing is called #the-weather in docs/glossary.md'],
  [scriptsExist, 'Type `npm run rehearsal`.', 'there is no npm run rehearsal'],
  [pathsAreServed, 'Ask `GET /v1/drops/:id/weather`.', 'the API has no /v1/drops/:x/weather'],
  [sequencesParse, '```mermaid\nsequenceDiagram\n  A->>B: a; b\n```', 'a semicolon ends: A->>B: a; b'],
])('%o finds %s', (rule, text, fault) => {
  expect(rule({ path: 'README.md', text })).toEqual([fault]);
});

it('a link to the outside, a link in code and a heading with marks are left in peace', () => {
  const text = '# A `b`, c!\n[a](https://example.org/x) `[b](nowhere)` [c](#a-b-c)';
  expect(linksResolve({ path: 'README.md', text })).toEqual([]);
});

describe('the table of variables', () => {
  it('has every variable with its default and its readers, and no other', () => {
    expect(writtenVariables(read('README.md'))).toEqual(expectedVariables());
  });

  it('is read as it stands', () => {
    expect(
      writtenVariables('| `A_B` | what \\| it is | `4` | gateway, demo |\n| `C` | d | none | launcher |'),
    ).toEqual(['A_B | 4 | gateway, demo', 'C | none | launcher']);
  });
});

/** Of the design's own list; the glossary may say more. */
const WORDS = [
  ...[
    'vendor',
    'venue',
    'seating plan',
    'event',
    'category',
    'ticket',
    'drop',
    'entry',
    'lobby',
    'draw',
    'line',
  ],
  ...[
    'lane',
    'rank',
    'serving',
    'turn',
    'admission',
    'hold',
    'order',
    'order line',
    'payment',
    'payment operation',
  ],
  ...['sale ledger', 'holder'],
];

it.each(WORDS)('the glossary explains %s', (word) => {
  expect(read('docs/glossary.md')).toContain(`**${word}**`);
});

describe('the system design', () => {
  const text = read('docs/system-design.md');

  it.each([
    ['an order', 'PENDING_PAYMENT', orderTransitions],
    ['a payment operation', 'UNKNOWN', operationTransitions],
  ])('draws the steps of %s as the code has them', (_name, state, transitions) => {
    const declared = Object.entries<readonly string[]>(transitions).flatMap(([from, next]) =>
      next.map((to) => `${from} ${to}`),
    );
    expect(stepsDrawn(text, state)).toEqual(declared.sort());
  });

  it('names every table', () => {
    const folder = join(CHECKOUT, 'prisma', 'migrations');
    const migrations = readdirSync(folder).map((name) => join(folder, name, 'migration.sql'));
    const sql = migrations.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
    const tables = [...sql.join('\n').matchAll(/^create table (\w+)/gm)].map((match) => match[1] ?? '');
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter((table) => !text.includes(table))).toEqual([]);
  });

  it('says where to find what comments call by a section of the design', () => {
    const grep = ['grep', '-hoIE', 'DESIGN §[0-9]', '--', '*.ts', '*.lua', '*.sql', 'packages/*/README.md'];
    const cited = execFileSync('git', grep, { cwd: CHECKOUT, encoding: 'utf8' }).trim().split('\n');
    const told = text.slice(text.indexOf('## What comments call'));
    expect(cited.filter((section) => !told.includes(section.replace('DESIGN ', '')))).toEqual([]);
  });
});

describe('the decisions', () => {
  const folder = join(CHECKOUT, 'docs', 'decisions');
  const files = readdirSync(folder)
    .filter((name) => /^\d/.test(name))
    .sort();

  it('are numbered without a gap', () => {
    expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(files.map((_, at) => at + 1));
  });

  it.each(files)('%s gives context, decision and consequences, and stands in the list', (name) => {
    const text = read(`docs/decisions/${name}`);
    const [, number, title] = /^# (\d{4}) (.+)\n/.exec(text) ?? [];
    for (const part of ['**Context.**', '**Decision.**', '**Consequences.**']) expect(text).toContain(part);
    expect(number).toBe(name.slice(0, 4));
    expect(title).toBeTruthy();
    expect(read('docs/decisions/README.md')).toContain(`| [${number}](${name}) |`);
  });
});
