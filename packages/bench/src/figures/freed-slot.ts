import { setTimeout as sleep } from 'node:timers/promises';
import type { Admission, DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { Pool } from 'undici';
import type { Conditions, Reading } from '../figure.ts';
import { ask, isGood, type LoadRequest } from '../load/ask.ts';
import { quantile } from '../outcome/statistics.ts';
import { type BenchStores, withStores } from '../stage/open-stores.ts';
import { onOwnStack } from '../stage/own-stack.ts';
import { askToPublish, putOnSale, untilShown } from '../stage/put-on-sale.ts';
import { type BenchVisitor, openVisitors, type VisitorSource } from '../stage/visitors.ts';

const sizes = { full: { drops: 8, slotsEach: 40 }, small: { drops: 2, slotsEach: 3 } } as const;
const cap = 3;
const aimMs = 2_000;
const askEveryMs = 25;
const knownMsMax = 20_000;
/** Slots end at any moment of the second in which a gateway looks once. Milliseconds. */
const pauseMsMax = 1_500;
const sockets = 32;

/**
 * How soon a slot that ends is somebody else's turn: somebody leaves a full shop, and the status document is asked for until
 * it shows one person more as served, with a gateway and a queue-worker as processes of their own. Counted from the sending
 * of the goodbye. Several drops at once, each with its own full shop. No floor: the worker's pace and the gateway's are what
 * is measured.
 */
export function measureFreedSlot(conditions: Conditions): Promise<readonly Reading[]> {
  return onOwnStack(conditions, { gateway: 1, 'queue-worker': 1 }, (stack) =>
    withStores(stack, async (stores) => {
      const { drops, slotsEach } = sizes[conditions.scale];
      const source = await openVisitors(stack);
      const pool = new Pool(stack.gatewayUrl, { connections: sockets, pipelining: 1 });
      try {
        const shops = await Promise.all(
          Array.from({ length: drops }, () => openShop(stack.gatewayUrl, stores, source, pool, slotsEach)),
        );
        const times = await Promise.all(shops.map((shop) => freeSlots(shop, slotsEach, conditions)));
        return readings(times.flat());
      } finally {
        await pool.destroy();
      }
    }),
  );
}

interface Shop {
  readonly pool: Pool;
  readonly path: string;
  /** In the order of their turns. */
  readonly line: readonly { readonly visitor: BenchVisitor; readonly placeTicket: string }[];
}

async function openShop(
  gatewayUrl: string,
  { owner }: BenchStores,
  source: VisitorSource,
  pool: Pool,
  slots: number,
): Promise<Shop> {
  const drop = await putOnSale(owner, {
    ...{ tickets: 1_000, opensInSeconds: -1, cap, ratePerMinute: 60_000, claimSeconds: 600 },
  });
  await askToPublish(owner, drop);
  await untilShown(gatewayUrl, drop.dropId);
  const path = `/v1/drops/${drop.dropId}`;
  const line: { visitor: BenchVisitor; placeTicket: string }[] = [];
  // One after the other: the first to join is the first to be served.
  for (const visitor of await source.customers(slots + cap + 1)) {
    const entry = await answerOf<Entry>(pool, {
      method: 'POST',
      path: `${path}/entries`,
      headers: visitor.headers,
    });
    line.push({ visitor, placeTicket: entry.placeTicket });
  }
  return { pool, path, line };
}

async function freeSlots(shop: Shop, slots: number, { signal, say }: Conditions): Promise<readonly number[]> {
  const inside: { visitor: BenchVisitor; token: string }[] = [];
  for (let at = 0; at < cap; at += 1) inside.push(await comeIn(shop, at));
  const timesMs: number[] = [];
  for (let slot = 0; slot < slots; slot += 1) {
    await sleep(Math.random() * pauseMsMax, undefined, { signal });
    const leaving = inside.shift();
    if (leaving === undefined) throw new Error('nobody is in the shop');
    const startedMs = performance.now();
    const headers = { ...leaving.visitor.headers, 'fairgate-admission': leaving.token };
    const left = ask(shop.pool, { method: 'DELETE', path: `${shop.path}/admissions`, headers });
    await untilServed(shop, cap + slot + 1, signal);
    timesMs.push(performance.now() - startedMs);
    if (!isGood(await left)) throw new Error(`leaving failed: ${(await left).body}`);
    inside.push(await comeIn(shop, cap + slot));
  }
  say(`freed-slot: ${slots} slots of one drop were freed`);
  return timesMs;
}

async function comeIn(shop: Shop, at: number): Promise<{ visitor: BenchVisitor; token: string }> {
  const person = shop.line[at];
  if (person === undefined) throw new Error('the line is too short');
  const { visitor, placeTicket } = person;
  await untilServed(shop, at + 1);
  const { token } = await answerOf<Admission>(shop.pool, {
    ...{ method: 'POST', path: `${shop.path}/admissions`, body: JSON.stringify({ placeTicket }) },
    headers: { ...visitor.headers, 'content-type': 'application/json' },
  });
  return { visitor, token };
}

async function untilServed({ pool, path }: Shop, people: number, signal?: AbortSignal): Promise<void> {
  const untilMs = performance.now() + knownMsMax;
  for (;;) {
    const { serving } = await answerOf<DropStatus>(pool, {
      method: 'GET',
      path: `${path}/status`,
      headers: {},
    });
    if ((serving[0] ?? 0) >= people) return;
    if (performance.now() > untilMs)
      throw new Error(`${people} were not served within ${knownMsMax / 1000} s`);
    await sleep(askEveryMs, undefined, signal && { signal });
  }
}

async function answerOf<T>(pool: Pool, request: LoadRequest): Promise<T> {
  const answer = await ask(pool, request);
  if (!isGood(answer)) throw new Error(`${request.method} ${request.path}: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as T;
}

function readings(timesMs: readonly number[]): readonly Reading[] {
  const plain = { unit: 'ms', floor: null } as const;
  return [
    {
      ...{ ...plain, name: 'freed-slot', value: quantile(timesMs, 0.95) },
      what: `from a slot's end to the next turn in the status, 95th percentile of ${timesMs.length}`,
      aim: { of: 'value', is: 'atMost', bound: aimMs },
    },
    { ...plain, name: 'freed-slot.p50', what: 'the same, median', value: quantile(timesMs, 0.5), aim: null },
    { ...plain, name: 'freed-slot.most', what: 'the same, longest', value: quantile(timesMs, 1), aim: null },
  ];
}
