import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AuditReport } from './report.ts';
import { freshInstallation } from './testing/expect-broken.ts';
import { tamper } from './testing/tamper.ts';

const installation = freshInstallation();

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as the launcher does. */
function audit(args: readonly string[], changes: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { databaseUrl, redisUrl, stripeSecretKey, stripeApiUrl, signingKeys } = installation().connections;
  const environment = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    STRIPE_SECRET_KEY: stripeSecretKey,
    STRIPE_API_URL: stripeApiUrl,
    PUBLIC_URL: 'http://127.0.0.1:1',
    SIGNING_KEY: JSON.stringify(signingKeys?.[0]),
    ...changes,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    env: environment,
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => {
    said.out += text;
  });
  child.stderr.on('data', (text) => {
    said.err += text;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, ...said }));
  });
}

const breakOneQuota = () =>
  tamper(
    installation().world,
    `update customer_quotas set sold = 3 where buyer = '${installation().orders.paid.accountId}'`,
  );

describe('npm run audit', () => {
  test('prints a line for every check, and exits 0 when all hold', async () => {
    const { code, out, err } = await audit([]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^✓ ledger\.every-ticket +tickets are numbered/);
    expect(out).toMatch(/\d\d invariants checked in [\d.]+ s, as of 20\S+: all hold\n$/);
  });

  test('names the rows that break an invariant, and exits 1', async () => {
    await breakOneQuota();
    const { code, out } = await audit([]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /✗ orders\.quotas .*\n {4}broken by one row:\n {4}event_id=\S+ {2}buyer=\S+ .* sold=3 {2}expected_sold=2/,
    );
    expect(out).toMatch(/: 1 broken\n$/);
  });

  test('--json is one document on standard output', async () => {
    await breakOneQuota();
    const { code, out } = await audit(['--json']);
    expect(code).toBe(1);
    const report = JSON.parse(out) as AuditReport;
    expect(report).toMatchObject({ ok: false, broken: 1, failed: 0 });
    expect(report.checks.find(({ state }) => state === 'broken')).toMatchObject({
      name: 'orders.quotas',
      count: 1,
      rows: [{ sold: 3, expected_sold: 2 }],
    });
  });

  test.each([
    ['a missing variable is named', { DATABASE_URL: '' }, /DATABASE_URL is not set/],
    [
      'a database that is away',
      { DATABASE_URL: 'postgres://fairgate_app:x@127.0.0.1:1/none' },
      /could not begin: .*ECONNREFUSED/,
    ],
  ])('exits 2 when it cannot begin: %s', async (_what, changes, says) => {
    const { code, err } = await audit([], changes);
    expect(code).toBe(2);
    expect(err).toMatch(says);
  });

  test('refuses an option that it does not have', async () => {
    expect(await audit(['--fix'])).toMatchObject({ code: 2, err: expect.stringContaining('--fix') });
  });
});
