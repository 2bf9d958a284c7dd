import { setTimeout as sleep } from 'node:timers/promises';
import type { DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const patient = { timeout: 15_000, interval: 50 };

let sale: TestSale;
beforeAll(async () => {
  sale = await startTestSale();
});
afterAll(() => sale.close());

async function newDrop(options: { cap?: number; ratePerMinute?: number; opensInSeconds?: number }) {
  const event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, options);
  await publishDrop(sale.gateway, event);
  return event.dropId;
}

const join = async (dropId: string, fan: Fan) =>
  (await fan.call<Entry>('POST', `/v1/drops/${dropId}/entries`)).body;

/** Opens the stream; what it told so far grows in `told` until it ends. */
async function follow(dropId: string, fan: Fan, headers: Record<string, string>) {
  const ending = new AbortController();
  const response = await fetch(`${sale.gatewayUrl}/v1/drops/${dropId}/status/stream`, {
    headers: { ...fan.headers(), ...headers },
    signal: ending.signal,
  });
  const told: DropStatus[] = [];
  const refusal = response.ok ? null : ((await response.json()) as { code: string });
  const reading = response.ok ? readEvents(response, told).catch(() => undefined) : Promise.resolve();
  return {
    told,
    refusal,
    type: response.headers.get('content-type'),
    reading,
    async end() {
      ending.abort();
      await reading;
    },
  };
}

async function readEvents(response: Response, told: DropStatus[]): Promise<void> {
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8');
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (block.startsWith('event: status') && data !== undefined) told.push(JSON.parse(data));
    }
  }
}

describe('the stream of a status', () => {
  it('tells who is near of the turn as it comes, without being asked', async () => {
    const dropId = await newDrop({ cap: 1 });
    const [inside, next] = (await createFans(sale.gateway, 2)) as [Fan, Fan];
    await inside.comeIn(dropId);
    const { placeTicket, rank } = await join(dropId, next);
    const stream = await follow(dropId, next, { 'fairgate-place': placeTicket });
    expect(stream).toMatchObject({ refusal: null, type: 'text/event-stream' });
    await expect.poll(() => stream.told.length, patient).toBeGreaterThan(0);
    const has = () => (stream.told.at(-1)?.serving[0] ?? 0) >= (rank ?? Number.POSITIVE_INFINITY);
    expect(has()).toBe(false);
    await inside.call('DELETE', `/v1/drops/${dropId}/admissions`);
    await expect.poll(has, patient).toBe(true);
    // The same document twice is no news.
    const texts = stream.told.map((status) => JSON.stringify({ ...status, now: '' }));
    expect(texts.every((text, at) => text !== texts[at - 1])).toBe(true);
    await stream.end();
  });

  it('is there for who is inside', async () => {
    const dropId = await newDrop({});
    const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    const { token } = await fan.comeIn(dropId);
    const stream = await follow(dropId, fan, { 'fairgate-admission': token });
    await expect.poll(() => stream.told.length, patient).toBeGreaterThan(0);
    await stream.end();
  });

  it('is refused to who is far back, has no place, or somebody else’s', async () => {
    const dropId = await newDrop({ ratePerMinute: 1 });
    const fans = (await createFans(sale.gateway, 40)) as [Fan, Fan, ...Fan[]];
    const entries = [];
    for (const fan of fans) entries.push(await join(dropId, fan));
    const last = fans.at(-1) as Fan;
    const lastTicket = String(entries.at(-1)?.placeTicket);
    expect((await follow(dropId, last, { 'fairgate-place': lastTicket })).refusal).toMatchObject({
      code: 'NOT_NEAR',
    });
    expect((await follow(dropId, fans[0], { 'fairgate-place': lastTicket })).refusal).toMatchObject({
      code: 'PLACE_INVALID',
    });
    expect((await follow(dropId, last, {})).refusal).toMatchObject({ code: 'PLACE_INVALID' });
    expect((await follow(dropId, last, { 'fairgate-admission': 'x.y.z' })).refusal).toMatchObject({
      code: 'NO_ADMISSION',
    });
  });

  it('is open four times for one account, and the fifth is told to poll', async () => {
    const dropId = await newDrop({});
    const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    const headers = { 'fairgate-place': (await join(dropId, fan)).placeTicket };
    const open: Awaited<ReturnType<typeof follow>>[] = [];
    // However many are asked for at once.
    const asked = await Promise.all(Array.from({ length: 12 }, () => follow(dropId, fan, headers)));
    open.push(...asked.filter(({ refusal }) => refusal === null));
    expect(open).toHaveLength(4);
    const refused = asked.flatMap(({ refusal }) => (refusal === null ? [] : [refusal.code]));
    expect(new Set(refused)).toEqual(new Set(['TOO_MANY_REQUESTS']));
    await open[0]?.end();
    await expect
      .poll(async () => {
        const again = await follow(dropId, fan, headers);
        open.push(again);
        return again.refusal;
      }, patient)
      .toBeNull();
    await Promise.all(open.map((stream) => stream.end()));
  });

  it('does not keep a gateway that drains alive', async () => {
    const own = await startTestSale();
    const event = await putOnSale(own.gateway.database.ownerDatabaseUrl, {});
    await publishDrop(own.gateway, event);
    const [fan] = (await createFans(own.gateway, 1)) as [Fan];
    const { body } = await fan.call<Entry>('POST', `/v1/drops/${event.dropId}/entries`);
    const response = await fetch(`${own.gatewayUrl}/v1/drops/${event.dropId}/status/stream`, {
      headers: { ...fan.headers(), 'fairgate-place': body.placeTicket },
    });
    expect(response.status).toBe(200);
    const read = response.text();
    await Promise.race([own.close(), sleep(20_000).then(() => Promise.reject(new Error('still open')))]);
    expect(await read).toContain('event: status');
  });
});
