import { randomUUID } from 'node:crypto';
import type { DropReport } from '@fairgate/shared/contracts/drop-report.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFans } from '../../../../tests/support/fan.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import { type OnSale, putOnSale } from '../../../../tests/support/on-sale.ts';
import { plantLine } from '../../../../tests/support/planted-line.ts';
import { injectDescribed } from '../testing/inject-described.ts';

let gateway: TestGateway;
let event: OnSale;
let opensMs: number;
beforeAll(async () => {
  gateway = await createTestGateway();
});
beforeEach(async () => {
  event = await putOnSale(gateway.database.ownerDatabaseUrl, { opensInSeconds: -3_600, ratePerMinute: 8 });
  const { database } = gateway.stores;
  const drop = await database.drop.findFirstOrThrow({ where: { id: event.dropId } });
  opensMs = drop.opensAt.getTime();
});
afterAll(() => gateway.close());

const ids = () => ({ eventId: event.eventId, dropId: event.dropId });
const at = (seconds: number) => new Date(opensMs + seconds * 1_000);
const ask = async (dropId = event.dropId) =>
  injectDescribed(gateway.app)({ method: 'GET', url: `/v1/drops/${dropId}/report` });
const report = async (): Promise<DropReport> => {
  const response = await ask();
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};
const close = () =>
  gateway.stores.database.drop.updateMany({
    where: { id: event.dropId },
    data: { closesAt: at(3_000) },
  });

describe('the report of a drop', () => {
  it('has every figure as it was', async () => {
    await plantLine(gateway, event);
    await close();
    const told = await report();
    expect(told).toEqual({
      ...ids(),
      madeAt: expect.any(String),
      opensAt: at(0).toISOString(),
      firstTurnAt: at(10).toISOString(),
      soldOutAt: null,
      endedAt: at(3_000).toISOString(),
      endedBy: 'closesAt',
      ordersUnfinished: 0,
      tickets: { offered: 65, sold: 0 },
      bought: { orders: 0, tickets: 0 },
      bypasses: 0,
      lanes: [
        {
          ...{ lane: 0, name: 'general', sharePercent: 75, entrants: 60 },
          ...{ placesGiven: 62, placesReplaced: 1, placesLeft: 1 },
          ...{ turnsGiven: 50, turnsTaken: 49, turnsNotTaken: 1, admitted: 49 },
          // Of 20, 30 … 500 s without 80: the first one's joining is not known any more.
          ...{ medianWaitSeconds: 265, p90WaitSeconds: 453 },
        },
        {
          ...{ lane: 1, name: 'Fan club', sharePercent: 25, entrants: 5 },
          ...{ placesGiven: 5, placesReplaced: 0, placesLeft: 0 },
          ...{ turnsGiven: 4, turnsTaken: 4, turnsNotTaken: 0, admitted: 4 },
          ...{ medianWaitSeconds: 75, p90WaitSeconds: 111 },
        },
      ],
      draw: null,
      admissionLog: {
        ...{ seq: 105, at: at(500).toISOString(), hash: '69'.repeat(32), keyId: null, signature: null },
        admissions: 53,
      },
      admissionsNotLogged: 0,
      // The line kept the rate that was promised at the opening; one came in after 20 s already.
      estimates: {
        ...{ samples: 34, entries: 52, compared: 51, byMeasuredPace: 0, notPromised: 0, leftOut: 1 },
        ...{ medianErrorPercent: 0, withinPromisePercent: 100 },
      },
    });
  });

  it('counts who came in before the turn, and whom the log does not have', async () => {
    await plantLine(gateway, event);
    const { database } = gateway.stores;
    const [early, unlogged] = (await createFans(gateway, 2)).map(({ id }) => id);
    const admission = (accountId: string, entryIndex: number) => ({
      ...{ eventId: event.eventId, id: randomUUID(), dropId: event.dropId, accountId, lane: 0, entryIndex },
      ...{ state: 'LEFT', grantedAt: at(600), expiresAt: at(900), endedAt: at(700) },
    });
    const past = admission(early ?? '', 70);
    await database.admission.createMany({ data: [past, admission(unlogged ?? '', 71)] });
    await database.admissionLogEntry.create({
      data: {
        ...{ ...ids(), seq: 106, kind: 'ADMISSION', at: at(600), admissionId: past.id, lane: 0 },
        ...{ position: 50, hash: new Uint8Array(32) },
      },
    });
    await close();
    expect(await report()).toMatchObject({ bypasses: 1, admissionsNotLogged: 1 });
  });

  it('of a drop that nobody came for is empty', async () => {
    await close();
    expect(await report()).toMatchObject({
      ...{ firstTurnAt: null, admissionLog: null, bypasses: 0 },
      lanes: [{ entrants: 0, placesGiven: 0, turnsGiven: 0, medianWaitSeconds: null }],
      estimates: { samples: 0, compared: 0, medianErrorPercent: null },
    });
  });

  it('is the same for everybody for a while, and says for how long', async () => {
    await close();
    const first = await report();
    await plantLine(gateway, event);
    expect(await report()).toEqual(first);
    expect((await ask()).headers['cache-control']).toBe('public, s-maxage=15, stale-while-revalidate=60');
  });
});

describe('there is no report', () => {
  it('of a drop that is open, or paused, or not open yet: STATE_CONFLICT', async () => {
    const refusal = async () => {
      const response = await ask();
      expect(response.statusCode).toBe(409);
      return response.json();
    };
    expect(await refusal()).toMatchObject({
      ...{ code: 'STATE_CONFLICT', state: 'OPEN', underWay: 0, opensAt: at(0).toISOString() },
    });
    event = await putOnSale(gateway.database.ownerDatabaseUrl, { opensInSeconds: 600 });
    expect(await refusal()).toMatchObject({ code: 'STATE_CONFLICT', state: 'NOT_OPEN' });
    event = await putOnSale(gateway.database.ownerDatabaseUrl);
    await gateway.stores.database.drop.updateMany({ where: { id: event.dropId }, data: { state: 'PAUSED' } });
    expect(await refusal()).toMatchObject({ code: 'STATE_CONFLICT', state: 'PAUSED' });
  });

  it('of no drop, nor of an event that was not published: NOT_FOUND', async () => {
    expect((await ask(randomUUID())).statusCode).toBe(404);
    await close();
    await gateway.stores.database.event.updateMany({
      where: { id: event.eventId },
      data: { status: 'DRAFT' },
    });
    expect((await ask()).statusCode).toBe(404);
  });
});
