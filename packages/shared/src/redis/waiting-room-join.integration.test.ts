import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readAsked } from './join-pressure.ts';
import { restoreEntries } from './restore-line.ts';
import { changeDrop, numbersFrom, type Sale, saleForEachTest } from './sale.fixture.ts';
import { comeIn, join, joinMany, missTurns } from './waiting-room.fixture.ts';
import { endAdmission, joinWaitingRoom, raiseMark, readJoined } from './waiting-room.ts';

describe('joining the waiting room', () => {
  const current = saleForEachTest({ mark: 400, opensMs: Date.now() + 3_600_000 });

  it('gives an account one entry, however often it asks', async () => {
    const sale = current();
    const accountId = randomUUID();
    expect(await joinWaitingRoom(sale.redis, sale.place, accountId, 0)).toMatchObject({
      kind: 'joined',
      lane: 0,
      index: 0,
    });
    expect(await joinWaitingRoom(sale.redis, sale.place, accountId, 0)).toMatchObject({
      kind: 'already',
      lane: 0,
      index: 0,
    });
    expect(await readJoined(sale.redis, sale.place, 10)).toMatchObject([{ accountId, lane: 0, index: 0 }]);
  });

  it('gives 300 accounts who ask a thousand times at once 300 dense indices', async () => {
    const sale = current();
    const accounts = Array.from({ length: 300 }, () => randomUUID());
    const clients = await Promise.all(Array.from({ length: 4 }, sale.connect));
    const asked = numbersFrom(0, 1_000).map((at) => accounts[(at * 7) % 300]!);
    const outcomes = await Promise.all(
      asked.map((account, at) => joinWaitingRoom(clients[at % 4]!, sale.place, account, 0)),
    );
    expect(outcomes.filter(({ kind }) => kind === 'joined')).toHaveLength(300);
    expect(outcomes.filter(({ kind }) => kind === 'already')).toHaveLength(700);
    const indices = new Map<string, Set<number>>();
    for (const [at, outcome] of outcomes.entries()) {
      const account = asked[at]!;
      if ('index' in outcome) indices.set(account, (indices.get(account) ?? new Set()).add(outcome.index));
    }
    expect([...indices.values()].every((set) => set.size === 1)).toBe(true);
    expect([...indices.values()].flatMap((set) => [...set]).toSorted((a, b) => a - b)).toEqual(
      numbersFrom(0, 300),
    );
    const joined = await readJoined(sale.redis, sale.place, 1_000);
    expect(joined.map(({ index }) => index)).toEqual(numbersFrom(0, 300));
    expect(joined.every(({ accountId, index }) => indices.get(accountId)?.has(index))).toBe(true);
  });

  it('stops at the mark that Postgres granted, and goes on when it is raised', async () => {
    const sale = current();
    await joinMany(sale, 400);
    const late = randomUUID();
    expect(await joinWaitingRoom(sale.redis, sale.place, late, 0)).toEqual({ kind: 'needMark', mark: 400 });
    expect(await joinWaitingRoom(sale.redis, sale.place, late, 0)).toEqual({ kind: 'needMark', mark: 400 });
    await raiseMark(sale.redis, sale.place, 0, 500);
    expect(await joinWaitingRoom(sale.redis, sale.place, late, 0)).toMatchObject({
      kind: 'joined',
      lane: 0,
      index: 400,
    });
  });

  it('is possible before the opening and in a pause, not after the close; the place stays', async () => {
    const sale = current();
    const early = await join(sale);
    await changeDrop(sale, { state: 'PAUSED' });
    expect((await join(sale)).index).toBe(1);
    for (const closed of [{ state: 'CLOSED' }, { closesMs: Date.now() - 1 }]) {
      await changeDrop(sale, closed);
      expect(await joinWaitingRoom(sale.redis, sale.place, randomUUID(), 0)).toEqual({ kind: 'closed' });
      expect((await joinWaitingRoom(sale.redis, sale.place, early.accountId, 0)).kind).toBe('already');
    }
  });

  it('needs a known drop and an event that is filled', async () => {
    const sale = current();
    const nowhere = { ...sale.place, dropId: randomUUID() };
    expect(await joinWaitingRoom(sale.redis, nowhere, randomUUID(), 0)).toEqual({ kind: 'unknownDrop' });
    await sale.redis.del(sale.keys.ready);
    expect(await joinWaitingRoom(sale.redis, sale.place, randomUUID(), 0)).toEqual({ kind: 'notReady' });
  });

  it('finds the entries that were restored', async () => {
    const sale = current();
    const entry = { accountId: randomUUID(), lane: 0, index: 77, joinedMs: 0 };
    await restoreEntries(sale.redis, sale.place, [entry]);
    await restoreEntries(sale.redis, sale.place, [{ ...entry, index: 5 }]);
    expect(await joinWaitingRoom(sale.redis, sale.place, entry.accountId, 0)).toMatchObject({
      kind: 'already',
      lane: 0,
      index: 77,
    });
  });
});

describe('joining where a proof of work is asked for', () => {
  const current = saleForEachTest();
  const join = (sale: Sale, accountId: string, unprovenAsksMax: number, nonce: string | null = null) =>
    joinWaitingRoom(sale.redis, sale.place, accountId, 0, false, {
      unprovenAsksMax,
      proof: nonce === null ? null : { nonce, keptMs: 60_000 },
    });

  it('needs one for a new place only, and takes each once, by whoever it is shown', async () => {
    const sale = current();
    const [one, two] = [randomUUID(), randomUUID()];
    expect(await join(sale, one, 0)).toEqual({ kind: 'needProof' });
    expect(await join(sale, one, 0, 'a')).toMatchObject({ kind: 'joined', index: 0 });
    for (const proof of [null, 'a', 'b']) expect((await join(sale, one, 0, proof)).kind).toBe('already');
    expect(await join(sale, two, 0, 'a')).toEqual({ kind: 'proofUsed' });
    // Who has a place did not use a proof up by showing it.
    expect(await join(sale, two, 0, 'b')).toMatchObject({ kind: 'joined', index: 1 });
  });

  it('is not used up where no place was given', async () => {
    const sale = current();
    const one = randomUUID();
    await sale.redis.hset(sale.keys.drop, 'mark0', 0);
    expect(await join(sale, one, 0, 'a')).toEqual({ kind: 'needMark', mark: 0 });
    await raiseMark(sale.redis, sale.place, 0, 10);
    expect((await join(sale, one, 0, 'a')).kind).toBe('joined');
  });

  it('gives one place of 50 who show the same at once', async () => {
    const sale = current();
    const clients = await Promise.all(Array.from({ length: 4 }, sale.connect));
    const outcomes = await Promise.all(
      numbersFrom(0, 50).map((at) => join({ ...sale, redis: clients[at % 4]! }, randomUUID(), 0, 'a')),
    );
    expect(outcomes.filter(({ kind }) => kind === 'joined')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'proofUsed')).toHaveLength(49);
  });

  it('needs one once so many have asked lately, and none any more when they stopped', async () => {
    const sale = current();
    // Ten seconds that end meanwhile would be counted in part.
    const leftMs = 10_000 - (Date.now() % 10_000);
    if (leftMs < 2_000) await new Promise((resolve) => setTimeout(resolve, leftMs + 100));
    for (let asked = 1; asked <= 3; asked += 1)
      expect((await join(sale, randomUUID(), 3)).kind).toBe('joined');
    const late = randomUUID();
    expect(await join(sale, late, 3)).toEqual({ kind: 'needProof' });
    expect(await readAsked(sale.redis, sale.place)).toBe(4);
    // Nobody is counted who has a place, nor where no proof is asked for.
    const { accountId } = (await joinMany(sale, 1))[0]!;
    expect((await join(sale, accountId, 3)).kind).toBe('already');
    expect(await readAsked(sale.redis, sale.place)).toBe(4);
    const span = Number(await sale.redis.hget(sale.keys.drop, 'askedSpan'));
    await sale.redis.hset(sale.keys.drop, 'askedSpan', span - 1);
    const fading = await readAsked(sale.redis, sale.place);
    expect(fading).toBeLessThanOrEqual(4);
    await sale.redis.hset(sale.keys.drop, 'askedSpan', span - 2);
    expect(await readAsked(sale.redis, sale.place)).toBe(0);
    expect((await join(sale, late, 3)).kind).toBe('joined');
  });
});

describe('joining again', () => {
  const current = saleForEachTest();

  it('keeps the place of who missed the turn or is in the shop', async () => {
    const sale = current();
    const [missed, inside] = await joinMany(sale, 2);
    await missTurns(sale, 2);
    await comeIn(sale, inside!);
    for (const fan of [missed!, inside!]) expect(await join(sale, fan.accountId)).toEqual(fan);
  });

  it('puts who used the turn at the end of the line, once', async () => {
    const sale = current();
    const [fan, , last] = await joinMany(sale, 3);
    await missTurns(sale, 1);
    const granted = await comeIn(sale, fan!);
    if (granted.kind !== 'granted') throw new Error(granted.kind);
    await endAdmission(sale.redis, sale.place, fan!.accountId, granted.admissionId);
    const again = await join(sale, fan!.accountId);
    expect(again.index).toBe(last!.index + 1);
    expect(await join(sale, fan!.accountId)).toEqual(again);
    expect(await comeIn(sale, fan!)).toEqual({ kind: 'notEntered' });
    expect(await comeIn(sale, again)).toMatchObject({ kind: 'notYet', served: 1 });
  });

  it('puts who let the admission run out at the end of the line', async () => {
    const sale = current();
    await changeDrop(sale, { admissionMs: 1 });
    const [fan] = await joinMany(sale, 1);
    await missTurns(sale, 1);
    await comeIn(sale, fan!);
    await new Promise((resolve) => setTimeout(resolve, 3));
    expect((await join(sale, fan!.accountId)).index).toBe(1);
  });
});

describe('changing lanes', () => {
  const line = { mark: 400, next: 0, served: 0, skipped: [], places: 0 };
  const current = saleForEachTest({ order: '01', lanes: [line, { ...line, places: 2 }] });
  const change = (sale: Sale, accountId: string, lane: number) =>
    joinWaitingRoom(sale.redis, sale.place, accountId, lane, true);

  it('gives a place in the other lane, once, and leaves the old one to nobody', async () => {
    const sale = current();
    const [fan, behind] = await joinMany(sale, 2);
    expect(await joinWaitingRoom(sale.redis, sale.place, fan!.accountId, 1)).toMatchObject({
      kind: 'already',
      lane: 0,
    });
    expect(await change(sale, fan!.accountId, 1)).toMatchObject({ kind: 'joined', lane: 1, index: 0 });
    for (const lane of [0, 1])
      expect(await joinWaitingRoom(sale.redis, sale.place, fan!.accountId, lane)).toMatchObject({
        ...{ kind: 'already', lane: 1, index: 0 },
      });
    expect(await change(sale, fan!.accountId, 1)).toMatchObject({ kind: 'already', lane: 1, index: 0 });
    expect(await comeIn(sale, fan!)).toEqual({ kind: 'notEntered' });
    expect(await join(sale, behind!.accountId)).toEqual(behind);
    const joined = await readJoined(sale.redis, sale.place, 10);
    expect(joined.map(({ lane, index }) => `${lane}:${index}`)).toEqual(['0:0', '0:1', '1:0']);
  });

  it('stops at the places of a lane, and the place in the general lane stays', async () => {
    const sale = current();
    const fans = await joinMany(sale, 3);
    for (const fan of fans.slice(0, 2)) expect((await change(sale, fan.accountId, 1)).kind).toBe('joined');
    expect(await change(sale, fans[2]!.accountId, 1)).toEqual({ kind: 'laneFull' });
    expect(await join(sale, fans[2]!.accountId)).toEqual(fans[2]);
    expect((await change(sale, fans[0]!.accountId, 1)).kind).toBe('already');
  });

  it('is not for who is in the shop, and a code is good for one turn', async () => {
    const sale = current();
    const [fan] = await joinMany(sale, 1);
    await missTurns(sale, 1);
    const granted = await comeIn(sale, fan!);
    if (granted.kind !== 'granted') throw new Error(granted.kind);
    expect(await change(sale, fan!.accountId, 1)).toMatchObject({ kind: 'already', lane: 0 });
    await endAdmission(sale.redis, sale.place, fan!.accountId, granted.admissionId);
    expect(await change(sale, fan!.accountId, 1)).toMatchObject({ kind: 'joined', lane: 0, index: 1 });
  });
});
