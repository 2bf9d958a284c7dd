import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import { openPasswordPool, type PasswordPool, passwordsWaitingMax } from './password-pool.ts';

const password = 'correct horse battery';

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

describe('the password pool', () => {
  let pool: PasswordPool;
  beforeAll(() => {
    pool = openPasswordPool();
  });
  afterAll(() => pool.close());

  it('makes a salted hash that only its password matches', async () => {
    const [one, two] = [await pool.hash(password), await pool.hash(password)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await pool.matches(one, password)).toBe(true);
    expect(await pool.matches(one, `${password} `)).toBe(false);
  });

  it.each([null, '', 'none', '$2b$10$something'])('lets nothing match %s', async (passwordHash) => {
    expect(await pool.matches(passwordHash, password)).toBe(false);
  });

  it('works as long for an account that does not exist', async () => {
    const known = await pool.hash(password);
    const spent = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < 25; round += 1) {
      for (const [kind, passwordHash] of [
        ['known', known],
        ['unknown', null],
      ] as const) {
        const start = performance.now();
        await pool.matches(passwordHash, 'wrong horse battery');
        spent[kind].push(performance.now() - start);
      }
    }
    const ratio = median(spent.known) / median(spent.unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});

describe('a herd of sign-ins', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await createTestGateway();
  });
  afterAll(() => gateway.close());

  async function sampleLatency(until: () => boolean): Promise<number[]> {
    const spent: number[] = [];
    while (!until() || spent.length < 100) {
      const start = performance.now();
      expect((await gateway.app.inject('/health/live')).statusCode).toBe(200);
      spent.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return spent;
  }

  it('fills the waiting places, refuses the rest at once and slows no other route', async () => {
    const email = `${randomBytes(6).toString('hex')}@example.org`;
    const pool = openPasswordPool();
    const passwordHash = await pool.hash(password);
    await pool.close();
    await gateway.stores.database.user.create({
      data: { id: randomUUID(), email, name: 'Ada', passwordHash },
    });
    const signIn = async (guess: string, from: string) => {
      const start = performance.now();
      const response = await gateway.app.inject({
        method: 'POST',
        url: '/v1/sessions',
        headers: { 'x-forwarded-for': from },
        body: { email: guess, password },
      });
      return { response, spentMs: performance.now() - start };
    };
    await signIn(email, '198.51.100.1');
    const calm = await sampleLatency(() => true);

    let finished = false;
    const herd = Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        signIn(index < 50 ? email : `${index}.${email}`, `203.0.113.${index}`),
      ),
    ).finally(() => {
      finished = true;
    });
    const crowded = await sampleLatency(() => finished);
    const answers = await herd;

    const served = answers.filter(({ response }) => [200, 401].includes(response.statusCode));
    const refused = answers.filter(({ response }) => response.statusCode === 503);
    // One is being checked while the others wait.
    expect(served.length).toBeGreaterThanOrEqual(passwordsWaitingMax);
    expect(served.length + refused.length).toBe(100);
    expect(refused.length).toBeGreaterThanOrEqual(100 - passwordsWaitingMax - 5);
    for (const { response } of refused) {
      expect(response.json().code).toBe('OVERLOADED');
      expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(median(refused.map(({ spentMs }) => spentMs))).toBeLessThan(
      median(served.map(({ spentMs }) => spentMs)),
    );
    // A hash on the main thread would hold every other request for tens of times its own time.
    expect(median(crowded) / median(calm)).toBeLessThan(10);
  });
});
