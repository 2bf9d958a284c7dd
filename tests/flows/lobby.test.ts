import { setTimeout as sleep } from 'node:timers/promises';
import { checkLog } from '@fairgate/check-draw/check-log.ts';
import { fetchFacts, fetchLog, fetchPublished } from '@fairgate/check-draw/fetch-draw.ts';
import type { DrawFacts, LobbyReceipt } from '@fairgate/shared/contracts/draws.ts';
import type { DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { personHash } from '@fairgate/shared/draw/lobby-leaf.ts';
import { buildMerkleTree, hashLeaf, rootByPath } from '@fairgate/shared/draw/merkle.ts';
import { createPermutation } from '@fairgate/shared/draw/permutation.ts';
import { commitmentTo, laneKeyOf, seedOf } from '@fairgate/shared/draw/seed.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { giveLobby } from '../support/lobby.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const people = 40;
const patient = { timeout: 20_000, interval: 50 };
const bytes = (hex: string | null): Buffer => Buffer.from(hex ?? '', 'hex');

let sale: TestSale;
let event: OnSale;
let fans: Fan[];
beforeAll(async () => {
  sale = await startTestSale();
  event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { opensInSeconds: 9, ratePerMinute: 600 });
  await giveLobby(sale.gateway, event, { sealsInMs: 4_000, draw: { inMs: 6_500 } });
  await publishDrop(sale.gateway, event);
  fans = await createFans(sale.gateway, people + 3);
});
afterAll(() => sale.close());

const join = async (fan: Fan): Promise<Entry> =>
  (await fan.call<Entry>('POST', `/v1/drops/${event.dropId}/entries`)).body;
const statusNow = async (): Promise<DropStatus> =>
  (await fans[0]!.call<DropStatus>('GET', `/v1/drops/${event.dropId}/status`)).body;
const drawNow = async (): Promise<DrawFacts> =>
  (await fans[0]!.call<DrawFacts>('GET', `/v1/drops/${event.dropId}/draw`)).body;
const receiptOf = (fan: Fan) => fan.call<LobbyReceipt>('GET', `/v1/drops/${event.dropId}/receipt`);

test('a lobby is sealed, drawn and let in by ranks that anybody can recompute', async () => {
  const announced = await drawNow();
  expect(announced).toMatchObject({ state: 'SCHEDULED', root: null, secret: null, seed: null, proof: null });

  const inLobby = await Promise.all(fans.slice(0, people).map(join));
  expect(new Set(inLobby.map(({ rank }) => rank))).toEqual(new Set([null]));
  expect(inLobby.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: people }, (_, at) => at),
  );
  expect(await receiptOf(fans[0]!)).toMatchObject({ status: 409, body: { code: 'STATE_CONFLICT' } });

  // One who comes after the seal stands behind, whatever the draw says of the others.
  await expect.poll(async () => (await drawNow()).state, patient).toMatch(/SEALED|ROOTED/);
  await expect.poll(async () => (await statusNow()).draw, patient).toBe('sealed');
  const late = await join(fans[people]!);
  expect(late).toMatchObject({ number: people, rank: people + 1 });
  await expect.poll(async () => (await statusNow()).draw, patient).toBe('drawn');
  expect((await statusNow()).serving).toEqual([0]);

  const facts = await drawNow();
  expect(facts).toMatchObject({ state: 'DRAWN', proof: 'COMMIT_REVEAL', randomness: null });
  expect(facts.commitment).toBe(announced.commitment);
  expect(facts.lanes).toEqual([{ lane: 0, name: 'general', weight: 1, lobby: people }]);
  expect(commitmentTo(bytes(facts.secret)).toString('hex')).toBe(facts.commitment);
  const parts = {
    dropId: event.dropId,
    secret: bytes(facts.secret),
    beacon: new Uint8Array(),
    root: bytes(facts.root),
  };
  expect(seedOf(parts).toString('hex')).toBe(facts.seed);

  const leaves = await sale.gateway.app.inject(`/v1/drops/${event.dropId}/draw/leaves`);
  expect(leaves.rawPayload.length).toBe(people * 32);
  expect(buildMerkleTree(leaves.rawPayload).root.toString('hex')).toBe(facts.root);
  expect((await sale.gateway.app.inject(`/v1/drops/${event.dropId}/draw/leaves?part=1`)).statusCode).toBe(
    404,
  );

  const permutation = createPermutation(laneKeyOf(bytes(facts.seed), 0), people);
  const drawn = await Promise.all(fans.slice(0, people).map(join));
  for (const [at, entry] of drawn.entries()) {
    expect(entry.number).toBe(inLobby[at]!.number);
    expect(entry.rank).toBe(permutation.apply(entry.number) + 1);
  }
  for (const [at, entry] of drawn.slice(0, 5).entries()) {
    const { body: receipt } = await receiptOf(fans[at]!);
    const leaf = Buffer.alloc(37);
    leaf.writeUInt32BE(entry.number, 0);
    leaf.set(personHash(fans[at]!.id, bytes(receipt.salt)), 5);
    const path = receipt.path.map(({ side, hash }) => ({ side, hash: bytes(hash) }));
    expect(rootByPath(hashLeaf(leaf), path).toString('hex')).toBe(facts.root);
    expect(receipt).toMatchObject({ number: entry.number, root: facts.root, lobby: [people] });
  }
  expect(await receiptOf(fans[people]!)).toMatchObject({ status: 409, body: { state: 'JOINED_AFTER_SEAL' } });

  // Redis forgets the line between draw and opening: ranks are the same, and so is the draw.
  await sale.gateway.redis.flush();
  await expect
    .poll(async () => (await fans[0]!.call('POST', `/v1/drops/${event.dropId}/entries`)).status, patient)
    .toBe(200);
  expect(await Promise.all(fans.slice(0, people).map(join))).toEqual(drawn);
  expect((await join(fans[people]!)).rank).toBe(people + 1);

  const byRank = drawn
    .map(({ rank, placeTicket }, at) => ({ rank: rank ?? 0, placeTicket, fan: fans[at]! }))
    .toSorted((a, b) => a.rank - b.rank);
  const comeIn = async ({ fan, placeTicket }: (typeof byRank)[number]) =>
    (await fan.call('POST', `/v1/drops/${event.dropId}/admissions`, { placeTicket })).status;
  await expect.poll(() => comeIn(byRank[0]!), patient).toBe(200);
  const seen: number[] = [];
  for (const one of byRank) {
    if ((await comeIn(one)) === 200) seen.push(one.rank);
    else break;
  }
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, at) => at + 1));
  // The document is up to a second old.
  await expect.poll(async () => (await statusNow()).serving[0], patient).toBeGreaterThanOrEqual(seen.length);
  await sleep(1_500);
  // Ten a second: whoever was drawn last waits for those before.
  expect(await comeIn(byRank.at(-1)!)).toBe(409);
  await expect.poll(() => comeIn(byRank.at(-1)!), patient).toBe(200);

  // Who came in, and after which turns, is there for everybody to hold against the draw.
  const logged = async () => {
    const log = await fetchLog(sale.gatewayUrl, event.dropId);
    return log.filter(({ kind }) => kind === 'ADMISSION').length;
  };
  await expect.poll(logged, patient).toBe(seen.length + 1);
  const draw = await fetchPublished(sale.gatewayUrl, await fetchFacts(sale.gatewayUrl, event.dropId));
  const log = await fetchLog(sale.gatewayUrl, event.dropId);
  const finding = checkLog(log, draw.facts, draw.keys);
  expect(finding).toMatchObject({ state: 'holds' });
  const positions = log.flatMap(({ position }) => (position === null ? [] : [position]));
  expect(positions.toSorted((a, b) => a - b)).toEqual([...seen.map((rank) => rank - 1), people - 1]);
  await expect(
    sale.gateway.stores.database.$executeRaw`update admission_log set position = 0`,
  ).rejects.toThrow('permission denied');
});

test('a drop without a lobby has no draw to show', async () => {
  const other = await putOnSale(sale.gateway.database.ownerDatabaseUrl);
  await publishDrop(sale.gateway, other);
  const answer = await fans[0]!.call('GET', `/v1/drops/${other.dropId}/draw`);
  expect(answer).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  const entry = await fans[0]!.call<Entry>('POST', `/v1/drops/${other.dropId}/entries`);
  expect(entry.body).toMatchObject({ number: 0, rank: 1 });
  expect((await fans[0]!.call<DropStatus>('GET', `/v1/drops/${other.dropId}/status`)).body.draw).toBe('none');
  expect(await receiptOf(fans[0]!).then(({ status }) => status)).toBe(200);
});
