import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import type { Hold } from '@fairgate/shared/contracts/holds.ts';
import type { Order } from '@fairgate/shared/contracts/orders.ts';
import type { Admission, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const rounds = 50;
const buyers = 200;
const seats = 20;
/** Each waits for its payments a good part of the time. */
const roundsAtATime = 3;
/** Of a buyer; each wants one to three seats of the same twenty. */
const seatsPerHoldMax = 3;
/** How many give a hold back instead of ordering. */
const changesMindPercent = 15;
/** Of the requests of a round, how many may be put off: what is refused for want of an answer stays the exception. */
const putOffShareMax = 0.1;
/** It takes about one minute on two idle cores. */
const withinMs = 240_000;

let sale: TestSale;
let database: pg.Client;
let events: OnSale[];
beforeAll(async () => {
  sale = await startTestSale({ STRIPE_REQUESTS_PER_SECOND: '5000' });
  database = new pg.Client({ connectionString: sale.gateway.database.databaseUrl });
  await database.connect();
  events = [];
  for (let round = 0; round < rounds; round += 1)
    events.push(await putOnSale(sale.gateway.database.ownerDatabaseUrl, { ...hall, cap: buyers }));
  await Promise.all(events.map((event) => publishDrop(sale.gateway, event)));
});
afterAll(async () => {
  await database.end();
  await sale.close();
});

const hall = {
  rows: 2,
  seatsPerRow: seats / 2,
  general: 0,
  free: 0,
  limit: seatsPerHoldMax,
  ratePerMinute: 600_000,
};

it(
  `${buyers} buyers at once buy ${seats} seats, ${rounds} times over: each seat is sold exactly once`,
  async () => {
    const startedAt = performance.now();
    const waiting = [...events.entries()];
    let holds = 0;
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        holds += await playRound(...next);
    };
    await Promise.all(Array.from({ length: roundsAtATime }, lane));
    const seconds = (performance.now() - startedAt) / 1000;
    await expectMoneyToFit();
    process.stdout.write(
      `${rounds * seats} seats sold once each in ${seconds.toFixed(1)} s: ` +
        `${((rounds * seats) / seconds).toFixed(0)} seats and ${(holds / seconds).toFixed(0)} tries to hold a second\n`,
    );
  },
  withinMs,
);

/** Answers with how often somebody tried to hold seats. */
async function playRound(round: number, event: OnSale): Promise<number> {
  const market = openMarket(event);
  const fans = await createFans(sale.gateway, buyers);
  const customers = fans.map((fan, index) => ({ fan, address: addressOf(round, index) }));
  await Promise.all(customers.map((customer) => comeIn(market, customer)));
  await Promise.all(customers.map((customer) => shop(market, customer)));
  expect([...market.bought.values()], `round ${round}`).toEqual(new Array(seats).fill(1));
  expect(await salesBySeat(event.eventId), `round ${round}`).toEqual(new Array(seats).fill(1));
  expect(market.putOff, `round ${round}`).toBeLessThanOrEqual(market.requests * putOffShareMax);
  return market.holds;
}

/** What the buyers of a round know together. */
interface Market {
  readonly event: OnSale;
  /** By seat, how many buyers were told that it is theirs. */
  readonly bought: Map<number, number>;
  holds: number;
  requests: number;
  /** Of them, those that were to be tried again. */
  putOff: number;
}

interface Customer {
  readonly fan: Fan;
  readonly address: string;
}

function openMarket(event: OnSale): Market {
  return {
    event,
    bought: new Map(Array.from({ length: seats }, (_, seat) => [seat, 0])),
    holds: 0,
    requests: 0,
    putOff: 0,
  };
}

/**
 * Asks, and asks the same again when told to come later: a machine that does much else may keep Redis from answering in
 * time.
 */
async function ask<T>(
  market: Market,
  { fan, address }: Customer,
  method: 'POST' | 'DELETE',
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answer<T>> {
  const from = { ...headers, 'x-forwarded-for': address };
  for (;;) {
    const answer = await fan.call<T>(method, path, body, from);
    market.requests += 1;
    if (answer.status !== 503) return answer;
    expect(answer.body).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    market.putOff += 1;
    await sleep(1000 * (0.5 + Math.random()));
  }
}

async function comeIn(market: Market, customer: Customer): Promise<void> {
  const drop = `/v1/drops/${market.event.dropId}`;
  const entry = await ask<Entry>(market, customer, 'POST', `${drop}/entries`);
  expect(entry.status).toBe(200);
  const { placeTicket } = entry.body;
  for (;;) {
    const answer = await ask<Admission>(market, customer, 'POST', `${drop}/admissions`, { placeTicket });
    if (answer.status === 200) {
      customer.fan.admission = answer.body.token;
      return;
    }
    expect(answer.body).toMatchObject({ code: 'NOT_YOUR_TURN' });
    await sleep(250);
  }
}

/** Tries for seats until some are bought or every seat is. */
async function shop(market: Market, customer: Customer): Promise<void> {
  const holds = `/v1/drops/${market.event.dropId}/holds`;
  for (let tries = 0; [...market.bought.values()].includes(0); tries += 1) {
    const wish = { holdId: randomUUID(), tickets: someSeats() };
    const held = await ask<Hold>(market, customer, 'POST', holds, wish);
    market.holds += 1;
    if (held.status !== 201) {
      expect(held.body).toMatchObject({ code: 'SEATS_TAKEN' });
      await sleep(Math.min(600, 60 * 2 ** tries) * (0.5 + Math.random()));
    } else if (randomInt(100) < changesMindPercent) {
      expect((await ask(market, customer, 'DELETE', `${holds}/${wish.holdId}`)).status).toBe(204);
    } else return buy(market, customer, wish.holdId);
  }
}

/** Presses the button twice, pays, and waits until the seats are the buyer's. */
async function buy(market: Market, customer: Customer, holdId: string): Promise<void> {
  const { fan } = customer;
  const orders = `/v1/drops/${market.event.dropId}/orders`;
  const key = { 'idempotency-key': randomUUID() };
  const order = () => ask<Order>(market, customer, 'POST', orders, { holdId }, key);
  const [first, second] = await Promise.all([order(), order()]);
  expect([first.status, second.status, second.body.orderId]).toEqual([201, 201, first.body.orderId]);
  // The one that came second may be answered before the intent is there.
  const placed = first.body.payment === null ? second.body : first.body;
  expect((await fan.pay(placed)).status).toBe(200);
  await ask(market, customer, 'POST', `/v1/orders/${placed.orderId}/payment-return`);
  const paid = await fan.orderIn(placed.orderId, ['PAID', 'LOST_RELEASED', 'EXPIRED', 'VOIDED'], 30_000);
  expect(paid.state).toBe('PAID');
  for (const { number } of paid.tickets) market.bought.set(number, (market.bought.get(number) ?? 0) + 1);
}

function someSeats(): number[] {
  const wanted = new Set<number>();
  const count = 1 + randomInt(seatsPerHoldMax);
  while (wanted.size < count) wanted.add(randomInt(seats));
  return [...wanted];
}

/** How often the ledger sold each seat, by number. */
async function salesBySeat(eventId: string): Promise<number[]> {
  const { rows } = await database.query<{ sales: number }>(
    `select count(*) filter (where kind = 'SALE')::int as sales from ticket_ledger
     where event_id = $1 group by ticket_number order by ticket_number`,
    [eventId],
  );
  return rows.map(({ sales }) => sales);
}

/** Everything sold was paid for, and nothing else. */
async function expectMoneyToFit(): Promise<void> {
  const { rows } = await database.query<{ sold: number; orders: number }>(
    `select sum(amount_minor)::int as sold, count(*)::int as orders from orders where state = 'PAID'`,
  );
  const { intents } = await controlLoopbackStripe(sale.stripe.url).ledger();
  const captured = intents.filter((intent) => intent.captured > 0);
  expect(captured.reduce((sum, intent) => sum + intent.captured, 0)).toBe(rows[0]?.sold);
  expect(captured).toHaveLength(rows[0]?.orders ?? 0);
  expect(intents.filter((intent) => intent.captures > 1)).toEqual([]);
}

/** Everybody comes from somewhere else, so that only the sale's own limits hold. */
function addressOf(round: number, index: number): string {
  return `10.${round}.0.${index}`;
}
