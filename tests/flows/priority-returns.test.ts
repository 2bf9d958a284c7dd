import { randomUUID } from 'node:crypto';
import type { AdmissionLogPage } from '@fairgate/shared/contracts/admission-log.ts';
import type { Hold } from '@fairgate/shared/contracts/holds.ts';
import type { Admission, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { loadUsedTurns } from '@fairgate/shared/database/admissions.ts';
import { signReturn } from '@fairgate/shared/tokens/return-ticket.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fan } from '../support/fan.ts';
import { comeIn, joinLine, type LineScene, openLine } from '../support/line-scene.ts';
import { startTestSale, type TestSale } from '../support/sale.ts';

const patient = { timeout: 20_000, interval: 100 };

let sale: TestSale;
beforeAll(async () => {
  sale = await startTestSale();
});
afterAll(() => sale.close());

/** A shop with room for one, and two who come. */
async function newScene(): Promise<LineScene & { readonly fans: readonly [Fan, Fan] }> {
  const scene = await openLine(sale, 2, { cap: 1 });
  return { ...scene, fans: scene.fans as [Fan, Fan] };
}

const takeBack = ({ drop }: LineScene, fan: Fan, returnTicket: string) =>
  fan.call<Entry>('POST', `${drop}/returns`, { returnTicket });

/** A hold that fails by our fault: Redis is out of reach. What the answer gave. */
async function failOnce({ drop, event }: LineScene, fan: Fan, { token }: Admission): Promise<string> {
  const { redis } = sale.gateway.stores;
  redis.disconnect();
  const answer = await fan.call(
    'POST',
    `${drop}/holds`,
    { holdId: randomUUID(), categoryId: event.generalCategoryId, quantity: 1 },
    { 'fairgate-admission': token },
  );
  await redis.connect();
  await expect.poll(async () => (await fan.call('POST', `${drop}/entries`)).status, patient).toBe(200);
  expect(answer.status).toBe(503);
  return String(answer.headers['fairgate-return']);
}

/** Ends the admission as its time would. */
async function runOut({ event }: LineScene, admissionId: string): Promise<void> {
  const { database, redis } = sale.gateway.stores;
  await database.$executeRaw`
    update admissions set expires_at = clock_timestamp() - interval '1 second' where id = ${admissionId}::uuid`;
  const [key] = await redis.keys(`e*:{${event.eventId}}:${event.dropId}:admitted`);
  const accounts = await redis.zrange(String(key), 0, '-1');
  for (const account of accounts) await redis.zadd(String(key), Date.now() - 1, account);
  await expect
    .poll(async () => (await database.admission.findFirst({ where: { id: admissionId } }))?.state, patient)
    .toBe('EXPIRED');
}

describe('a turn that a fault of ours cost', () => {
  it('comes back before new turns are given, once, and the log of admissions says so', async () => {
    const scene = await newScene();
    const [unlucky, next] = scene.fans;
    const entry = await joinLine(scene, unlucky);
    await expect.poll(async () => (await comeIn(scene, unlucky, entry)).status, patient).toBe(200);
    const { body: lost } = await comeIn(scene, unlucky, entry);
    const ticket = await failOnce(scene, unlucky, lost);
    expect((await takeBack(scene, unlucky, ticket)).body).toMatchObject({
      code: 'RETURN_INVALID',
      reason: 'notEnded',
    });
    const waiting = await joinLine(scene, next);
    await runOut(scene, lost.admissionId);
    expect((await takeBack(scene, next, ticket)).body).toMatchObject({ reason: 'foreign' });
    expect((await takeBack(scene, unlucky, `${ticket.slice(0, -1)}x`)).body).toMatchObject({
      reason: 'foreign',
    });
    const given = await takeBack(scene, unlucky, ticket);
    expect(given).toMatchObject({ status: 200, body: { number: entry.number } });
    // Whoever came next may have had the turn meanwhile, and leaves.
    const other = await comeIn(scene, next, waiting);
    if (other.status === 200)
      await next.call('DELETE', `${scene.drop}/admissions`, undefined, {
        'fairgate-admission': other.body.token,
      });
    await expect.poll(async () => (await comeIn(scene, unlucky, given.body)).status, patient).toBe(200);
    const again = (await comeIn(scene, unlucky, given.body)).body;
    expect(again.admissionId).not.toBe(lost.admissionId);
    // Shown again it is the same return: the turn that is in use is not given a second time.
    expect((await takeBack(scene, unlucky, ticket)).status).toBe(200);
    expect((await comeIn(scene, unlucky, given.body)).body.admissionId).toBe(again.admissionId);
    const { database } = sale.gateway.stores;
    const kinds = async () => {
      const log = await unlucky.call<AdmissionLogPage>('GET', `${scene.drop}/admission-log`);
      const own = log.body.items.filter(
        ({ position, kind }) => kind !== 'TURNS' && position === entry.number,
      );
      return own.map(({ kind, admissionId }) => ({ kind, admissionId }));
    };
    await expect.poll(kinds, patient).toEqual([
      { kind: 'ADMISSION', admissionId: lost.admissionId },
      { kind: 'RETURN', admissionId: lost.admissionId },
      { kind: 'ADMISSION', admissionId: again.admissionId },
    ]);
    const used = await loadUsedTurns(database, scene.event.eventId, scene.event.dropId);
    expect(used.find(({ accountId }) => accountId === unlucky.id)?.admissionId).toBe(again.admissionId);
    expect(await database.auditEntry.count({ where: { action: 'turn.return', actor: unlucky.id } })).toBe(1);
  });

  it('does not come back to who ordered, nor a third time, nor by an old ticket', async () => {
    const scene = await newScene();
    const [fan] = scene.fans;
    const [secret] = sale.gateway.config.placeSecrets;
    if (secret === undefined) throw new Error('no secret');
    const now = Math.floor(Date.now() / 1_000);
    const ticketOf = (admissionId: string, failedAt = now) =>
      signReturn({ admissionId, accountId: fan.id, failedAt }, secret);
    const entry = await joinLine(scene, fan);
    for (let round = 1; round <= 3; round += 1) {
      await expect.poll(async () => (await comeIn(scene, fan, entry)).status, patient).toBe(200);
      const { body: admission } = await comeIn(scene, fan, entry);
      await runOut(scene, admission.admissionId);
      const old = await takeBack(scene, fan, ticketOf(admission.admissionId, now - 7_300));
      expect(old.body).toMatchObject({ reason: 'old' });
      const answer = await takeBack(scene, fan, ticketOf(admission.admissionId));
      if (round < 3) expect(answer.status).toBe(200);
      else expect(answer.body).toMatchObject({ code: 'RETURN_INVALID', reason: 'tooMany' });
    }
    const buyers = await newScene();
    const [buyer] = buyers.fans;
    const admission = await buyer.comeIn(buyers.event.dropId);
    const held = await buyer.call<Hold>('POST', `${buyers.drop}/holds`, {
      ...{ holdId: randomUUID(), categoryId: buyers.event.generalCategoryId, quantity: 1 },
    });
    expect((await buyer.order(buyers.event.dropId, held.body.holdId)).status).toBe(201);
    await runOut(buyers, admission.admissionId);
    const ticket = signReturn(
      { admissionId: admission.admissionId, accountId: buyer.id, failedAt: now },
      secret,
    );
    expect((await takeBack(buyers, buyer, ticket)).body).toMatchObject({ reason: 'bought' });
  });
});
