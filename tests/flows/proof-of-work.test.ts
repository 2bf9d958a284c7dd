import { createJoinProofs } from '@fairgate/gateway/sale/join-proofs.ts';
import type { Drop } from '@fairgate/shared/contracts/drops.ts';
import type { Challenge } from '@fairgate/shared/contracts/proofs.ts';
import type { Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import {
  type ProofMode,
  proofSeconds,
  proofTriesMax,
  proofTriesMin,
  unprovenAsksMax,
} from '@fairgate/shared/domain/proof-of-work.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';
import { solveProof } from '../support/solve-proof.ts';

let sale: TestSale;
beforeAll(async () => {
  sale = await startTestSale();
});
afterAll(() => sale.close());

async function newDrop(proofOfWork: ProofMode): Promise<OnSale> {
  const event = await putOnSale(sale.gateway.database.ownerDatabaseUrl);
  await sale.gateway.stores.database.drop.update({
    where: { eventId_id: { eventId: event.eventId, id: event.dropId } },
    data: { proofOfWork },
  });
  await publishDrop(sale.gateway, event);
  return event;
}

const newFans = (count: number) => createFans(sale.gateway, count) as Promise<[Fan, ...Fan[]]>;
type Joined = Entry & { readonly code?: string; readonly reason?: string };
const join = (fan: Fan, { dropId }: OnSale, proof?: string) =>
  fan.call<Joined>('POST', `/v1/drops/${dropId}/entries`, proof === undefined ? undefined : { proof });
const ask = (fan: Fan, { dropId }: OnSale) => fan.call<Challenge>('GET', `/v1/drops/${dropId}/challenge`);
const proofOf = async (fan: Fan, event: OnSale): Promise<string> => solveProof((await ask(fan, event)).body);
const refused = (reason: string) => ({ status: 403, body: { code: 'PROOF_INVALID', reason } });

describe('a drop that always asks for a proof of work', () => {
  it('gives no place without one, says where to get it, and gives the place for it', async () => {
    const event = await newDrop('always');
    const [fan] = await newFans(1);
    const challenge = `/v1/drops/${event.dropId}/challenge`;
    expect(await join(fan, event)).toMatchObject({ status: 403, body: { code: 'PROOF_NEEDED', challenge } });
    const given = await fan.call<Challenge>('GET', challenge);
    expect(given).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    const proof = solveProof(given.body);
    const entry = await join(fan, event, proof);
    expect(entry).toMatchObject({ status: 200, body: { number: 0 } });
    // Who has a place needs none, and shows whatever it likes.
    for (const shown of [undefined, proof, 'x', await proofOf(fan, event)])
      expect((await join(fan, event, shown)).body.placeTicket).toBe(entry.body.placeTicket);
    await fan.comeIn(event.dropId);
  });

  it('takes each once, from whom it was given to, for its drop, and not for long', async () => {
    const event = await newDrop('always');
    const elsewhere = await newDrop('always');
    const [fan, stranger] = (await newFans(2)) as [Fan, Fan];
    const proof = await proofOf(fan, event);
    expect(await join(stranger, event, proof)).toMatchObject(refused('ofOthers'));
    expect(await join(fan, elsewhere, proof)).toMatchObject(refused('ofOthers'));
    expect(await join(fan, event, 'rubbish')).toMatchObject(refused('unreadable'));
    expect(await join(fan, event, 'x'.repeat(4_001))).toMatchObject({ status: 400 });

    const proofs = createJoinProofs(sale.gateway.config.encryptionKey);
    const bearer = { dropId: event.dropId, accountId: fan.id };
    const longAgo = new Date(Date.now() - (proofSeconds + 1) * 1000);
    const old = solveProof(await proofs.challenge(bearer, 20, longAgo));
    expect(await join(fan, event, old)).toMatchObject(refused('expired'));

    expect((await join(fan, event, proof)).status).toBe(200);
    await fan.comeIn(event.dropId);
    expect((await fan.call('DELETE', `/v1/drops/${event.dropId}/admissions`)).status).toBe(204);
    // The turn is used: another place costs another proof.
    fan.admission = undefined;
    expect(await join(fan, event, proof)).toMatchObject(refused('used'));
    expect(await join(fan, event)).toMatchObject({ status: 403, body: { code: 'PROOF_NEEDED' } });
    const again = await join(fan, event, await proofOf(fan, event));
    expect(again).toMatchObject({ status: 200, body: { number: 1 } });
  });

  it('gives one place for a proof that is shown fifty times at once', async () => {
    const event = await newDrop('always');
    const [fan] = await newFans(1);
    const proof = await proofOf(fan, event);
    const answers = await Promise.all(Array.from({ length: 50 }, () => join(fan, event, proof)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.placeTicket)).size).toBe(1);
  });
});

describe('a drop that asks under pressure', () => {
  it('asks nobody for a proof until very many come at once, then of more work the more come', async () => {
    const event = await newDrop('underPressure');
    const early = await newFans(1);
    expect((await join(early[0], event)).status).toBe(200);
    const triesMax = async () => (await ask(early[0], event)).body.parameters.data.triesMax;
    expect(await triesMax()).toBe(proofTriesMin);
    const crowd = await newFans(2 * unprovenAsksMax + 20);
    const answers = await Promise.all(crowd.map((fan) => join(fan, event)));
    const asked = answers.filter(({ body }) => body.code === 'PROOF_NEEDED');
    expect(asked.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200).length).toBe(crowd.length - asked.length);
    const harder = await triesMax();
    expect(harder).toBeGreaterThan(proofTriesMin);
    expect(harder).toBeLessThanOrEqual(proofTriesMax);
    const late = crowd[answers.findIndex(({ status }) => status !== 200)] as Fan;
    expect((await join(late, event, await proofOf(late, event))).status).toBe(200);
    // Who was there before needs none meanwhile.
    expect((await join(early[0], event)).status).toBe(200);
  });
});

describe('a drop that asks for no proof', () => {
  it('gives a place for nothing, whatever is shown, and no challenge', async () => {
    const event = await newDrop('off');
    const [fan, other] = (await newFans(2)) as [Fan, Fan];
    expect(await ask(fan, event)).toMatchObject({ status: 409, body: { state: 'PROOF_OFF' } });
    expect((await join(fan, event)).status).toBe(200);
    expect((await join(other, event, 'rubbish')).status).toBe(200);
  });

  it('is made to ask by its vendor, and says so to everybody', async () => {
    const event = await newDrop('off');
    const [fan, vendor, late] = (await newFans(3)) as [Fan, Fan, Fan];
    await sale.gateway.stores.database.vendorMember.create({
      data: { vendorId: event.vendorId, userId: vendor.id, role: 'owner' },
    });
    const seen = await fan.call<Drop>('GET', `/v1/drops/${event.dropId}`);
    expect(seen.body.proofOfWork).toBe('off');
    const draft = {
      name: seen.body.name,
      opensAt: seen.body.opensAt,
      perCustomerLimit: 4,
      shopperCap: 10,
      ratePerMinute: 600,
    };
    const put = (proofOfWork: string, version: unknown) =>
      vendor.call<Drop>(
        'PUT',
        `/v1/events/${event.eventId}/drops/${event.dropId}`,
        { ...draft, proofOfWork },
        { 'if-match': String(version) },
      );
    expect((await put('sometimes', seen.headers.etag)).status).toBe(400);
    const changed = await put('always', seen.headers.etag);
    expect(changed).toMatchObject({ status: 200, body: { proofOfWork: 'always' } });
    // A gateway looks at a drop at most a second later.
    await expect.poll(async () => (await ask(late, event)).status).toBe(200);
    expect(await join(late, event)).toMatchObject({ status: 403, body: { code: 'PROOF_NEEDED' } });
  });
});
