import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient } from '@fairgate/client/create-client.ts';
import { findDemoDrop } from '@fairgate/rehearsal/demo/find-demo-drop.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arenaEvent } from '../../prisma/seed/demo-programme.ts';
import { nextNight } from '../../prisma/seed/next-night.ts';
import { startTestSale, type TestSale } from '../support/sale.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../../prisma/seed/seed.ts', import.meta.url));
const arenaTickets = 720;

let sale: TestSale;
beforeAll(async () => {
  sale = await startTestSale();
});
afterAll(() => sale.close());

async function seed(change: Record<string, string> = {}): Promise<string> {
  const env = { ...sale.gateway.environment, ...change };
  return (await run(process.execPath, [program], { env })).stdout;
}

/** What it prints is an address and a password in each line of a sign-in. */
function signIns(output: string): { readonly email: string; readonly password: string }[] {
  return [...output.matchAll(/(\S+@\S+)\s+(\S+)$/gm)].map(([, email = '', password = '']) => ({
    email,
    password,
  }));
}

describe('the seed', () => {
  it('makes sign-ins that work, events on sale, and an arena that opens in two minutes and stands first', async () => {
    const startedMs = Date.now();
    const output = await seed();
    const api = createClient({ baseUrl: sale.gatewayUrl });
    const roles = [];
    for (const body of signIns(output)) {
      const { data } = await api.POST('/v1/sessions', { body });
      roles.push([data?.account.isOps, data?.account.isVendorMember]);
    }
    expect(roles).toEqual([
      [false, false],
      [false, true],
      [true, false],
    ]);
    const { data } = await api.GET('/v1/events');
    expect(data?.items.map(({ name }) => name)).toHaveLength(4);
    expect(data?.items[0]?.name).toMatch(/^Night of Lights/);
    expect(data?.items.every(({ nextDrop }) => nextDrop !== null)).toBe(true);

    await expect
      .poll(() => findDemoDrop(api, Date.now()).then((drop) => drop?.tickets), { timeout: 10_000 })
      .toBe(arenaTickets);
    const drop = await findDemoDrop(api, Date.now());
    const opensAfterMs = (drop?.opensMs ?? 0) - startedMs;
    expect(opensAfterMs).toBeGreaterThan(110_000);
    expect(opensAfterMs).toBeLessThan(240_000);
  });

  it('run again keeps what is there and makes one more night in the arena', async () => {
    const api = createClient({ baseUrl: sale.gatewayUrl });
    const names = async () => (await api.GET('/v1/events')).data?.items.map(({ name }) => name) ?? [];
    const before = await names();
    await seed();
    // The list may be kept for two seconds on its way.
    await expect.poll(async () => (await names()).length).toBe(before.length + 1);
    const after = await names();
    expect(new Set(after).size).toBe(after.length);
    // The newest night stands first.
    expect(before).not.toContain(after[0]);
    expect(after.slice(1)).toEqual(before);
    // The simulated fans come to it, not to the one before.
    await expect.poll(() => findDemoDrop(api, Date.now()).then((drop) => drop?.name)).toBe(after[0]);
    expect(await sale.gateway.stores.database.user.count()).toBe(3);
    expect(await sale.gateway.stores.database.vendor.count()).toBe(1);
    expect(await sale.gateway.stores.database.seatingPlan.count()).toBe(2);
  });

  it('gives nights of the same second names of their own', async () => {
    const { database } = sale.gateway.stores;
    const { id, vendorId } = await database.event.findFirstOrThrow();
    const now = new Date(Date.now() + 86_400_000);
    const { name } = await nextNight(database, vendorId, arenaEvent, now);
    await database.event.update({ where: { id }, data: { name } });
    expect((await nextNight(database, vendorId, arenaEvent, now)).name).toBe(
      name.replace(')', ', number 2)'),
    );
  });

  it('refuses to put known passwords where others can come', async () => {
    const events = await sale.gateway.stores.database.event.count();
    await expect(seed({ PUBLIC_URL: 'https://tickets.example.org' })).rejects.toThrow('FAIRGATE_DEMO=off');
    expect(await sale.gateway.stores.database.event.count()).toBe(events);
  });
});
