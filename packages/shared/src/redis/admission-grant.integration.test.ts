import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { restoreAdmission } from './restore-line.ts';
import { changeDrop, type Sale, saleForEachTest, settings } from './sale.fixture.ts';
import { advance, comeIn, type Fan, join, joinMany, missTurns } from './waiting-room.fixture.ts';
import { endAdmission, type GrantOutcome, grantAdmission } from './waiting-room.ts';

const current = saleForEachTest({ ratePerMinute: 60_000, cap: 5 });

async function servedFans(sale: Sale, count: number): Promise<Fan[]> {
  const fans = await joinMany(sale, count);
  await advance(sale);
  return fans;
}

describe('exchanging a turn for an admission', () => {
  it('gives one admission, however often and from wherever it is asked', async () => {
    const sale = current();
    const [fan] = await servedFans(sale, 1);
    const admissionId = randomUUID();
    const granted = await grantAdmission(
      sale.redis,
      sale.place,
      { ...fan!, position: 0, draw: '' },
      admissionId,
    );
    expect(granted).toMatchObject({ kind: 'granted', admissionId });
    if (granted.kind !== 'granted') return;
    expect(Math.abs(granted.expiresMs - Date.now() - settings.admissionMs)).toBeLessThan(1_000);
    const clients = await Promise.all([sale.connect(), sale.connect()]);
    const again = await Promise.all(clients.map((client) => comeIn(sale, fan!, client)));
    expect(again).toEqual(Array(2).fill({ ...granted, kind: 'already' }));
    expect(await sale.redis.zcard(sale.keys.admitted)).toBe(1);
  });

  it('uses one of two admission ids when two devices ask at once', async () => {
    const sale = current();
    const [fan] = await servedFans(sale, 1);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => comeIn(sale, fan!)));
    expect(outcomes.filter(({ kind }) => kind === 'granted')).toHaveLength(1);
    expect(new Set(outcomes.map((outcome) => 'admissionId' in outcome && outcome.admissionId)).size).toBe(1);
  });

  it('is not for who is not served yet', async () => {
    const sale = current();
    const fans = await servedFans(sale, 7);
    expect(await comeIn(sale, fans[5]!)).toMatchObject({ kind: 'notYet', served: 5 });
  });

  it("is not with another's or an invented place", async () => {
    const sale = current();
    const [fan, other] = await servedFans(sale, 2);
    for (const place of [{ index: other!.index }, { lane: 1 }, { accountId: randomUUID() }, { index: 40 }]) {
      expect(await comeIn(sale, { ...fan!, ...place })).toEqual({ kind: 'notEntered' });
    }
    expect(await sale.redis.zcard(sale.keys.admitted)).toBe(0);
  });

  it.each<{ fact: string; change: object; kind: GrantOutcome['kind'] }>([
    { fact: 'before the opening', change: { opensMs: Date.now() + 3_600_000 }, kind: 'notOpen' },
    { fact: 'in a pause', change: { state: 'PAUSED' }, kind: 'paused' },
    { fact: 'after the close', change: { state: 'CLOSED' }, kind: 'closed' },
    { fact: 'after the closing instant', change: { closesMs: 1 }, kind: 'closed' },
  ])('is not $fact, but who is in hears so', async ({ change, kind }) => {
    const sale = current();
    const [inside, outside] = await servedFans(sale, 2);
    await comeIn(sale, inside!);
    await changeDrop(sale, { cap: 5, ...change });
    expect(await comeIn(sale, outside!)).toEqual({ kind });
    expect((await comeIn(sale, inside!)).kind).toBe('already');
  });

  it('needs a known drop and an event that is filled', async () => {
    const sale = current();
    const [fan] = await servedFans(sale, 1);
    await sale.redis.del(sale.keys.drop);
    expect(await comeIn(sale, fan!)).toEqual({ kind: 'unknownDrop' });
    await sale.redis.del(sale.keys.ready);
    expect(await comeIn(sale, fan!)).toEqual({ kind: 'notReady' });
  });
});

describe('a turn that was used', () => {
  it('is not used again after its admission ended or ran out', async () => {
    const sale = current();
    await changeDrop(sale, { cap: 5, ratePerMinute: 60_000, admissionMs: 20 });
    const [left, expired] = await servedFans(sale, 2);
    const granted = await comeIn(sale, left!);
    await comeIn(sale, expired!);
    if (granted.kind !== 'granted') throw new Error(granted.kind);
    await endAdmission(sale.redis, sale.place, left!.accountId, granted.admissionId);
    expect(await comeIn(sale, left!)).toEqual({ kind: 'turnUsed' });
    await new Promise((resolve) => setTimeout(resolve, 25));
    expect(await comeIn(sale, expired!)).toEqual({ kind: 'turnUsed' });
  });

  it('is known after Redis forgot, when its ended admission was restored', async () => {
    const sale = current();
    const [used, live] = await servedFans(sale, 2);
    const admission = { accountId: used!.accountId, admissionId: randomUUID(), expiresMs: Date.now() - 1 };
    const liveAdmission = {
      accountId: live!.accountId,
      admissionId: randomUUID(),
      expiresMs: Date.now() + 60_000,
    };
    for (const each of [admission, liveAdmission, admission, liveAdmission])
      await restoreAdmission(sale.redis, sale.place, each);
    expect(await comeIn(sale, used!)).toEqual({ kind: 'turnUsed' });
    expect(await comeIn(sale, live!)).toMatchObject({
      kind: 'already',
      admissionId: liveAdmission.admissionId,
    });
  });
});

describe('a turn that was missed', () => {
  it('is taken up when there is room, never above the cap', async () => {
    const sale = current();
    const fans = await joinMany(sale, 8);
    await missTurns(sale, 8);
    const outcomes = await Promise.all(fans.map((fan) => comeIn(sale, fan)));
    expect(outcomes.filter(({ kind }) => kind === 'granted')).toHaveLength(5);
    expect(outcomes.filter(({ kind }) => kind === 'full')).toHaveLength(3);
    expect(await comeIn(sale, fans[7]!)).toEqual({ kind: 'full' });
    const [first] = outcomes;
    if (first?.kind !== 'granted') throw new Error('the first was refused');
    await endAdmission(sale.redis, sale.place, fans[0]!.accountId, first.admissionId);
    expect((await comeIn(sale, fans[7]!)).kind).toBe('granted');
    expect(await comeIn(sale, fans[6]!)).toEqual({ kind: 'full' });
  });

  it('takes the room of a turn whose claim window has passed', async () => {
    const sale = current();
    await changeDrop(sale, { cap: 1, ratePerMinute: 60_000, claimMs: 40 });
    // Turns of the last second are not saved up for those who come now.
    await advance(sale);
    const [missed, absent] = await joinMany(sale, 2);
    await missTurns(sale, 1);
    expect((await advance(sale)).openTurns).toBe(1);
    expect(await comeIn(sale, missed!)).toEqual({ kind: 'full' });
    await new Promise((resolve) => setTimeout(resolve, 45));
    expect((await comeIn(sale, missed!)).kind).toBe('granted');
    expect(await comeIn(sale, absent!)).toEqual({ kind: 'full' });
  });

  it('leaves room for turns that are still open', async () => {
    const sale = current();
    const [missed] = await joinMany(sale, 1);
    await missTurns(sale, 1);
    const others = await joinMany(sale, 5);
    await advance(sale);
    expect(await comeIn(sale, missed!)).toEqual({ kind: 'full' });
    for (const fan of others) expect((await comeIn(sale, fan)).kind).toBe('granted');
    expect(await comeIn(sale, missed!)).toEqual({ kind: 'full' });
  });

  it('comes in with its own open turn though the shop is full since', async () => {
    const sale = current();
    const fans = await servedFans(sale, 5);
    await changeDrop(sale, { cap: 1, ratePerMinute: 60_000 });
    expect((await comeIn(sale, fans[0]!)).kind).toBe('granted');
    expect((await advance(sale)).served).toBe(5);
    expect((await join(sale)).index).toBe(5);
  });
});
