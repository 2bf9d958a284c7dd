import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterEach, beforeEach } from 'vitest';
import { createTestRedis } from '../../../../tests/support/stores.ts';
import { type PlacedTicket, type SeatSegment, seatSegments } from '../domain/seat-segments.ts';
import { type SeatStatus, seatStatus, statusAt } from '../domain/seat-status.ts';
import {
  type DropSettings,
  fillSegments,
  type LaneLine,
  markReady,
  markSeats,
  publishDrop,
  readSeatMap,
} from './fill-event.ts';
import { acquireHold, type HoldOutcome, type HoldPlace, type HoldWish, seatKeys } from './hold-seats.ts';
import { accountHoldsKey, type DropKeys, dropKeys, holdKey } from './keys.ts';
import { defineScripts } from './scripts.ts';
import type { DropPlace } from './waiting-room.ts';

export const epoch = 1;
export const seatsPerRow = 10;
/** Six rows of ten with an aisle in their middle, the best three of category `front`; the seventh is the presale's. */
export const rowCount = 7;
export const presaleRow = 6;
export const generalTickets = numbersFrom(70, 12);
export const presaleGeneralTickets = numbersFrom(82, 5);
/** Minted, but of no drop. */
export const unreleasedTickets = numbersFrom(87, 3);
export const ticketCount = 90;

/** A sale on a Redis database of its own: one event, two drops that are open, nobody admitted. */
export interface Sale {
  readonly redis: Redis;
  readonly place: DropPlace;
  readonly presale: DropPlace;
  readonly front: string;
  readonly back: string;
  readonly general: string;
  readonly keys: DropKeys;
  readonly tickets: readonly PlacedTicket[];
  readonly segments: readonly SeatSegment[];
  /** A further connection, closed with the sale. */
  readonly connect: () => Promise<Redis>;
  readonly close: () => Promise<void>;
}

export const settings: DropSettings = {
  opensMs: Date.UTC(2026, 0, 1),
  closesMs: 0,
  state: 'SCHEDULED',
  cap: 1_000,
  ratePerMinute: 600,
  limit: 20,
  holdMs: 60_000,
  admissionMs: 900_000,
  claimMs: 120_000,
  draw: '',
  order: '0',
  lanes: [{ mark: 10_000, next: 0, served: 0, skipped: [], places: 0 }],
};

/** What a drop has otherwise than `settings`, and its one lane otherwise than theirs. */
export type DropChange = Partial<DropSettings & LaneLine>;

export function settingsWith({ mark, next, served, skipped, places, ...change }: DropChange): DropSettings {
  const given = Object.entries({ mark, next, served, skipped, places }).filter(
    ([, value]) => value !== undefined,
  );
  const lanes = settings.lanes.map((lane) => ({ ...lane, ...Object.fromEntries(given) }));
  return { ...settings, lanes, ...change };
}

/** `change` is what the drop `place` has otherwise than `settings`. */
export async function openSale(change: DropChange = {}): Promise<Sale> {
  const server = await createTestRedis();
  const connections: Redis[] = [];
  const connect = async (): Promise<Redis> => {
    // As in the services, but patient: a busy machine is no fault.
    const redis = defineScripts(new Redis(server.redisUrl, { enableAutoPipelining: true }));
    connections.push(redis);
    await redis.ping();
    return redis;
  };
  const redis = await connect();
  const place = { epoch, eventId: randomUUID(), dropId: randomUUID() };
  const presale = { ...place, dropId: randomUUID() };
  const [front, back, general] = [randomUUID(), randomUUID(), randomUUID()];
  const tickets = placeTickets(place.dropId, presale.dropId, { front, back, general });
  const segments = seatSegments(tickets);
  const keys = dropKeys(epoch, place.eventId, place.dropId);
  const close = async (): Promise<void> => {
    for (const connection of connections) connection.disconnect();
    await server.release();
  };
  await fillSegments(redis, epoch, place.eventId, segments);
  await publishDrop(redis, place, settingsWith(change));
  await publishDrop(redis, presale, settings);
  await markReady(redis, epoch, place.eventId);
  return { redis, place, presale, front, back, general, keys, tickets, segments, connect, close };
}

/** A fresh sale for each test of a file; `current()` is that of the running test. */
export function saleForEachTest(change: DropChange = {}): () => Sale {
  let sale: Sale | undefined;
  beforeEach(async () => {
    sale = await openSale(change);
  });
  afterEach(() => sale?.close());
  return () => {
    if (sale === undefined) throw new Error('no test is running');
    return sale;
  };
}

function placeTickets(
  dropId: string,
  presaleId: string,
  category: { readonly front: string; readonly back: string; readonly general: string },
): PlacedTicket[] {
  const seats = numbersFrom(0, rowCount * seatsPerRow).map((number) => {
    const planRow = Math.floor(number / seatsPerRow);
    const place = number % seatsPerRow;
    return {
      number,
      dropId: planRow === presaleRow ? presaleId : dropId,
      categoryId: planRow < 3 ? category.front : category.back,
      planRow,
      planColumn: place < seatsPerRow / 2 ? place : place + 1,
    };
  });
  const standing = [...generalTickets, ...presaleGeneralTickets].map((number) => ({
    number,
    dropId: generalTickets.includes(number) ? dropId : presaleId,
    categoryId: category.general,
    planRow: null,
    planColumn: null,
  }));
  return [...seats, ...standing];
}

export function numbersFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => first + at);
}

/** Lets accounts into a drop's shop without a waiting room. */
export async function admit(sale: Sale, accounts: readonly string[], place = sale.place): Promise<void> {
  const { admitted } = dropKeys(epoch, place.eventId, place.dropId);
  const untilMs = Date.now() + 3_600_000;
  await sale.redis.zadd(admitted, ...accounts.flatMap((account) => [untilMs, account]));
}

/** A new admitted account's place for a new hold. */
export async function newShopper(sale: Sale, place = sale.place): Promise<HoldPlace> {
  const accountId = randomUUID();
  await admit(sale, [accountId], place);
  return { ...place, accountId, holdId: randomUUID() };
}

/** A new shopper's hold, which must succeed. */
export async function takeHold(
  sale: Sale,
  wish: HoldWish,
): Promise<HoldPlace & { readonly tickets: readonly number[]; readonly deadlineMs: number }> {
  const place = await newShopper(sale);
  return { ...place, ...heldBy(await acquireHold(sale.redis, place, wish)) };
}

export function heldBy(outcome: HoldOutcome): Extract<HoldOutcome, { kind: 'held' }> {
  if (outcome.kind !== 'held') throw new Error(`nothing was held: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** KEYS of the scripts that work on a hold that exists. */
export function holdScriptKeys(place: HoldPlace): string[] {
  const keys = dropKeys(place.epoch, place.eventId, place.dropId);
  return [
    ...seatKeys(keys),
    keys.ready,
    keys.drop,
    holdKey(place.epoch, place.eventId, place.holdId),
    accountHoldsKey(place.epoch, place.eventId, place.accountId),
  ];
}

/** Changes settings of the drop as a vendor would. */
export async function changeDrop(sale: Sale, change: DropChange): Promise<void> {
  await publishDrop(sale.redis, sale.place, settingsWith(change));
}

/** What the map shows of some tickets. */
export async function statusesOf(sale: Sale, tickets: readonly number[]): Promise<SeatStatus[]> {
  const map = await readSeatMap(sale.redis, epoch, sale.place.eventId);
  return tickets.map((number) => statusAt(map?.map ?? Buffer.alloc(0), number));
}

/** Says of tickets what Postgres would, whatever they show. */
export async function mark(
  sale: Sale,
  tickets: readonly number[],
  set: 'free' | 'sold' | 'off',
): Promise<void> {
  const marks = tickets.map((number) => ({ number, seen: 'any' as const, set: seatStatus[set] }));
  await markSeats(sale.redis, epoch, sale.place.eventId, marks);
}

export async function leaseHolders(sale: Sale, tickets: readonly number[]): Promise<(string | null)[]> {
  return sale.redis.mget(tickets.map((number) => `${sale.keys.lease}${number}`));
}
