import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { findViolations, type ImportCheck } from './find-violations.ts';
import { IMPORT_RULES } from './rules.ts';
import {
  createExampleCheckout,
  removeExampleCheckout,
  type SourceFiles,
} from './testing/example-checkout.ts';
import { ILLEGAL_IMPORTS, LEGAL_IMPORTS } from './testing/example-imports.ts';

async function check(...sources: SourceFiles[]): Promise<ImportCheck> {
  const checkout = await createExampleCheckout(...sources);
  try {
    return await findViolations(checkout);
  } finally {
    await removeExampleCheckout(checkout);
  }
}

test('what is allowed is not reported', async () => {
  const { filesRead, violations } = await check(LEGAL_IMPORTS);
  expect(violations).toEqual([]);
  // All but the generated client: what is generated is imported, and not read.
  expect(filesRead).toBe(Object.values(LEGAL_IMPORTS).filter((imports) => imports.length > 0).length - 1);
});

test('a checkout in which nothing can be read is no success', async () => {
  await expect(check()).rejects.toThrow('no import was read');
});

describe('each rule, broken', () => {
  let broken: ImportCheck;
  beforeAll(async () => {
    const files = Object.fromEntries(ILLEGAL_IMPORTS.map(([, from, imports]) => [from, [imports]]));
    broken = await check(LEGAL_IMPORTS, files);
  });

  test.each(IMPORT_RULES.map(({ name }) => name))('%s reports its examples and nothing else', (name) => {
    const expected = ILLEGAL_IMPORTS.filter(([rule]) => rule === name).map(([rule, from, , to]) => ({
      rule,
      from,
      to,
    }));
    expect(expected.length).toBeGreaterThan(0);
    const reported = broken.violations.filter(({ rule }) => rule === name);
    expect(reported).toHaveLength(expected.length);
    expect(reported).toEqual(expect.arrayContaining(expected));
  });

  test('no example names a rule that does not exist', () => {
    const names = IMPORT_RULES.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(ILLEGAL_IMPORTS.map(([rule]) => rule)));
    expect(new Set(names).size).toBe(names.length);
  });
});

test.each([
  ['exits with 0 and a count', {}, null, '0 violations'],
  [
    'exits with 1, the rule, its reason, and both files',
    { 'services/gateway/src/routes/a.ts': ['pg'] },
    1,
    'routes-call-use-cases: A route checks a request and calls a use-case; only the use-case knows the stores.\n' +
      '  services/gateway/src/routes/a.ts → node_modules/pg/index.js\n',
  ],
] as const)('the command %s', async (_, files, exitCode, words) => {
  const checkout = await createExampleCheckout(LEGAL_IMPORTS, files);
  const command = join(import.meta.dirname, 'check.ts');
  const [error, output] = await new Promise<[{ readonly code?: unknown } | null, string]>((resolve) => {
    execFile(process.execPath, [command, checkout], (failure, stdout) => resolve([failure, stdout]));
  });
  await removeExampleCheckout(checkout);
  expect(output).toContain(words);
  expect(error?.code ?? null).toBe(exitCode);
});
