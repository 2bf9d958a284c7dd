import type { DropForecast } from '@fairgate/shared/contracts/forecast.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  dropDraft,
  makeEvent,
  openVendorDesk,
  type TestEvent,
  type VendorDesk,
} from '../../../../tests/support/vendor-desk.ts';

let gateway: TestGateway;
let desk: VendorDesk;
let event: TestEvent;
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
  event = await makeEvent(desk);
  const { categoryId, eventId, dropId } = event;
  await desk.make('POST', `/v1/events/${eventId}/tickets`, {
    ...{ kind: 'general', categoryId, quantity: 40, dropId },
  });
});
afterAll(() => gateway.close());

const ask = (query: string) => desk.call('GET', `/v1/drops/${event.dropId}/forecast?${query}`);

it('is reckoned from what the drop is, where nothing else is asked about, and says from what', async () => {
  const response = await ask('visitors=1000');
  expect(response.statusCode).toBe(200);
  const forecast: DropForecast = response.json();
  expect(forecast.given).toEqual({
    visitors: 1_000,
    tickets: 40,
    ratePerMinute: dropDraft.ratePerMinute,
    shopperCap: dropDraft.shopperCap,
    noShowPercent: 10,
    claimSeconds: 120,
    shoppingSeconds: 180,
    buyPercent: 70,
    ticketsPerBuyer: 2,
    workerPairs: null,
    ordersPerMinutePerPair: 1_920,
  });
  expect(forecast).toMatchObject({ endsWith: 'tickets', buyers: 20, ticketsSold: 40, ticketsLeft: 0 });
  expect(forecast).toMatchObject({ visitorsWithoutTicket: 980, visitorsLeftWithNothing: 610 });
});

it('is reckoned from what the vendor expects', async () => {
  const response = await ask(
    'visitors=1000&tickets=5000&ratePerMinute=60&shopperCap=100&noShowPercent=0&shoppingSeconds=300&buyPercent=100&ordersPerMinutePerPair=10',
  );
  expect(response.json()).toMatchObject({
    ...{ paceBoundBy: 'cap', admissionsPerMinute: 20, drainSeconds: 2_700, worstWaitSeconds: 2_700 },
    ...{ soldOutAfterSeconds: null, ordersPerMinutePeak: 60, workerPairsNeeded: 6 },
    stripeRequestsPerSecondPeak: 3,
  });
});

it.each([
  'visitors=0',
  'tickets=3',
  'visitors=1&noShowPercent=96',
  'visitors=1&buyPercent=101',
  'visitors=1&shoppingSeconds=0',
  'visitors=1&people=3',
])('what makes no sense is malformed: %s', async (query) => {
  const response = await ask(query);
  expect(response.statusCode).toBe(400);
  expect(response.json().code).toBe('VALIDATION_FAILED');
});
