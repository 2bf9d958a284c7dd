import { connect } from 'node:net';
import type { DropStatus } from '@fairgate/shared/contracts/waiting-room.ts';
import { rateLimits } from '@fairgate/shared/domain/rate-limits.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const patient = { timeout: 15_000, interval: 50 };

let sale: TestSale;
let event: OnSale;
beforeAll(async () => {
  sale = await startTestSale();
});
afterAll(() => sale.close());

const ask = (dropId: string, headers: Record<string, string> = {}) =>
  fetch(`${sale.gatewayUrl}/v1/drops/${dropId}/status`, { headers });
/** A request that Fastify gave an answer to has its id; one that was answered before has none of its hooks' headers. */
const isHot = (response: Response) => !response.headers.has('x-dns-prefetch-control');

/** So many requests from one address over one connection, hundreds under way at a time, until one is refused. */
async function askAtOnce(dropId: string, countMax: number): Promise<ReadonlyMap<number, number>> {
  const { hostname, port } = new URL(sale.gatewayUrl);
  const socket = connect(Number(port), hostname);
  const request = `GET /v1/drops/${dropId}/status HTTP/1.1\r\nhost: ${hostname}\r\nx-forwarded-for: 203.0.113.77\r\n\r\n`;
  const statuses = new Map<number, number>();
  const batch = 500;
  let [sent, answered, rest] = [0, 0, ''];
  const ended = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      const parts = (rest + chunk.toString('latin1')).split('HTTP/1.1 ');
      rest = `HTTP/1.1 ${parts.pop() ?? ''}`;
      for (const [, digits] of parts.map((part) => /^(\d{3}) /.exec(part) ?? [])) {
        if (digits === undefined) continue;
        answered += 1;
        statuses.set(Number(digits), (statuses.get(Number(digits)) ?? 0) + 1);
      }
      // The last answer stays in `rest` until the next begins.
      if (answered < sent - 1) return;
      if (statuses.has(429) || sent >= countMax) resolve();
      else send();
    });
  });
  const send = (): void => {
    sent += batch;
    socket.write(request.repeat(batch));
  };
  send();
  await ended;
  socket.destroy();
  return statuses;
}

describe('a status document in memory', () => {
  beforeAll(async () => {
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, {});
    await publishDrop(sale.gateway, event);
  });

  it('is sent before any route, the same as a route sends it, and measured', async () => {
    const { dropId } = event;
    const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    const hot = await ask(dropId);
    expect(isHot(hot)).toBe(true);
    // Who is signed in is counted by account, which a route does.
    const routed = await ask(dropId, fan.headers());
    expect(isHot(routed)).toBe(false);
    const named = ['content-type', 'cache-control', 'x-content-type-options'];
    for (const name of named) expect([name, hot.headers.get(name)]).toEqual([name, routed.headers.get(name)]);
    const keysOf = (status: unknown) => Object.keys(status as DropStatus);
    expect(keysOf(await hot.json())).toEqual(keysOf(await routed.json()));
    const metrics = await fetch(`${sale.gatewayUrl}/metrics`, {
      headers: { authorization: `Bearer ${sale.gateway.config.metricsToken}` },
    });
    const counted =
      /duration_seconds_count\{method="GET",route="\/v1\/drops\/:dropId\/status",status="200"\} (\d+)/;
    expect(Number(counted.exec(await metrics.text())?.[1])).toBeGreaterThanOrEqual(2);
  });

  it('is not sent again to who has it', async () => {
    const first = await ask(event.dropId);
    const again = await ask(event.dropId, { 'if-none-match': String(first.headers.get('etag')) });
    expect([again.status, isHot(again), await again.text()]).toEqual([304, true, '']);
    expect((await ask(event.dropId, { 'if-none-match': '"another"' })).status).toBe(200);
  });

  it('is left to the route where it is unknown, asked for otherwise, or over the limit', async () => {
    const unknown = await ask('01a212d2-cd41-766d-8093-2c274ae78f8f');
    expect([unknown.status, ((await unknown.json()) as { code: string }).code]).toEqual([404, 'NOT_FOUND']);
    const path = `${sale.gatewayUrl}/v1/drops/${event.dropId}/status`;
    expect((await fetch(path, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${path}?x=1`)).status).toBe(200);
    const { count } = rateLimits.document.perAddress;
    // The allowance grows meanwhile, by a thousand a second.
    const statuses = await askAtOnce(event.dropId, 2 * count);
    expect([...statuses.keys()].toSorted()).toEqual([200, 429]);
    expect(statuses.get(200)).toBeGreaterThanOrEqual(count);
  });

  it('is forgotten when its event is taken away, though it is asked for all the time', async () => {
    const own = await putOnSale(sale.gateway.database.ownerDatabaseUrl, {});
    await publishDrop(sale.gateway, own);
    expect((await ask(own.dropId)).status).toBe(200);
    await sale.gateway.stores.database.event.update({
      where: { id: own.eventId },
      data: { deletedAt: new Date() },
    });
    await expect.poll(async () => (await ask(own.dropId)).status, patient).toBe(404);
  });
});
