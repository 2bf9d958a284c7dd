import { afterEach, beforeEach, expect } from 'vitest';
import type { BrokenRow } from '../report.ts';
import { runAudit } from '../run-audit.ts';
import { createInstallation, type Installation } from './installation.ts';

/** By check: the rows that must be there, in any order, each given by some of its columns; no others may be. */
export type Expected = Readonly<Record<string, readonly BrokenRow[]>>;

/** Gives every test of the file an installation of its own; call the answer inside a test. */
export function freshInstallation(): () => Installation {
  let installation: Installation | undefined;
  beforeEach(async () => {
    installation = await createInstallation();
  });
  afterEach(() => installation?.close());
  return () => {
    if (installation === undefined) throw new Error('there is no installation outside a test');
    return installation;
  };
}

/** Audits, and sees exactly these checks broken, by exactly these rows. */
export async function expectBroken(installation: Installation, expected: Expected): Promise<void> {
  const report = await runAudit(installation.connections);
  const broken = report.checks.filter(({ state }) => state === 'broken');
  expect(report.checks.filter(({ state }) => state === 'failed')).toEqual([]);
  expect(broken.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
  for (const { name, rows } of broken) {
    const wanted = expected[name] ?? [];
    for (const row of wanted) expect(rows, name).toContainEqual(expect.objectContaining(row));
    expect(rows, name).toHaveLength(wanted.length);
  }
  expect(report).toMatchObject({ ok: broken.length === 0, broken: broken.length, failed: 0 });
  for (const { count, rows } of broken) expect(count).toBe(rows.length);
}
