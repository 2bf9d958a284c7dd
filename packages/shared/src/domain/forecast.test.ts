import { describe, expect, it } from 'vitest';
import { playSale, seededRandom } from './forecast.fixture.ts';
import { type ForecastFacts, forecastSale, ordersPerMinutePerPairAssumed } from './forecast.ts';

/** 1,000 people, more tickets than they want, one turn a second, room for everybody. */
const easy: ForecastFacts = {
  visitors: 1_000,
  tickets: 5_000,
  ratePerMinute: 60,
  shopperCap: 1_000,
  noShowShare: 0,
  claimSeconds: 120,
  shoppingSeconds: 300,
  buyShare: 1,
  ticketsPerBuyer: 2,
  workerPairs: null,
  ordersPerMinutePerPair: 1_920,
};

describe('worked out by hand', () => {
  it('the rate alone: 1,000 at 60 a minute are through after 1,000 s, half of them after 500 s', () => {
    expect(forecastSale(easy)).toEqual({
      turnsPerMinute: 60,
      admissionsPerMinute: 60,
      paceBoundBy: 'rate',
      endsWith: 'visitors',
      drainSeconds: 1_000,
      soldOutAfterSeconds: null,
      worstWaitSeconds: 1_000,
      medianWaitSeconds: 500,
      buyers: 1_000,
      ticketsSold: 2_000,
      ticketsLeft: 3_000,
      visitorsWithoutTicket: 0,
      visitorsLeftWithNothing: 0,
      ordersPerMinutePeak: 60,
      workerPairsNeeded: 1,
    });
  });

  it('the cap: 100 slots of 5 minutes are 20 admissions a minute; 900 behind the first 100 wait 45 minutes', () => {
    expect(forecastSale({ ...easy, shopperCap: 100 })).toMatchObject({
      ...{ turnsPerMinute: 20, admissionsPerMinute: 20, paceBoundBy: 'cap' },
      ...{ drainSeconds: 2_700, worstWaitSeconds: 2_700, medianWaitSeconds: 1_200 },
    });
  });

  it('no-shows: half of 60 turns a minute are taken; each of the others keeps its slot for the claim window', () => {
    expect(forecastSale({ ...easy, noShowShare: 0.5 })).toMatchObject({
      ...{ turnsPerMinute: 60, admissionsPerMinute: 30, drainSeconds: 1_000, buyers: 500 },
    });
    // (300 s + 120 s) / 2 = 3.5 minutes a slot: 70 slots are 20 turns, 10 admissions, a minute; 930 / 20 minutes.
    expect(forecastSale({ ...easy, noShowShare: 0.5, shopperCap: 70 })).toMatchObject({
      ...{ turnsPerMinute: 20, admissionsPerMinute: 10, paceBoundBy: 'cap', drainSeconds: 2_790 },
    });
  });

  it('the tickets: 400 for 2 each are gone with the 200th buyer, who came in after 200 s and shops for 300 s', () => {
    expect(forecastSale({ ...easy, tickets: 400 })).toMatchObject({
      ...{ endsWith: 'tickets', soldOutAfterSeconds: 500, drainSeconds: 1_000, worstWaitSeconds: 500 },
      ...{ medianWaitSeconds: 500, buyers: 200, ticketsSold: 400, ticketsLeft: 0 },
      ...{ visitorsWithoutTicket: 800, visitorsLeftWithNothing: 800 },
    });
    // Where every second buys and every second comes, four turns make a buyer: 100 buyers of 250 who would.
    expect(forecastSale({ ...easy, tickets: 200, buyShare: 0.5, noShowShare: 0.5 })).toMatchObject({
      ...{ buyers: 100, visitorsLeftWithNothing: 150, visitorsWithoutTicket: 900, soldOutAfterSeconds: 700 },
    });
  });

  it('the workers: two pairs of 10 orders a minute let 20 people a minute leave with what they bought', () => {
    const slow = { ...easy, shopperCap: 400, workerPairs: 2, ordersPerMinutePerPair: 10 };
    expect(forecastSale(slow)).toMatchObject({
      // 600 behind the first 400, 20 a minute; with pairs enough, 80 a minute would leave and the rate binds.
      ...{ paceBoundBy: 'workers', turnsPerMinute: 20, drainSeconds: 1_800, workerPairsNeeded: 6 },
    });
    expect(forecastSale({ ...slow, workerPairs: 6 })).toMatchObject({ paceBoundBy: 'rate' });
    expect(forecastSale({ ...slow, workerPairs: null })).toMatchObject({ paceBoundBy: 'rate' });
  });

  it.each([
    ['no tickets', { tickets: 0 }, { soldOutAfterSeconds: 0, worstWaitSeconds: 0, buyers: 0 }],
    ['nobody comes', { visitors: 0 }, { drainSeconds: 0, worstWaitSeconds: 0, visitorsWithoutTicket: 0 }],
    ['nobody buys', { buyShare: 0 }, { soldOutAfterSeconds: null, ticketsLeft: 5_000, buyers: 0 }],
    ['nobody buys nothing', { buyShare: 0, tickets: 0 }, { soldOutAfterSeconds: 0, ticketsLeft: 0 }],
    ['as many as there are', { tickets: 2_000 }, { endsWith: 'tickets', visitorsLeftWithNothing: 0 }],
    ['all fit in', { shopperCap: 5_000, ratePerMinute: 60_000 }, { paceBoundBy: 'rate', drainSeconds: 1 }],
  ] as const)('at the edge: %s', (_name, changed, expected) => {
    const forecast = forecastSale({ ...easy, ...changed });
    expect(forecast).toMatchObject(expected);
    expect(Object.values(forecast).filter((value) => Number.isNaN(value))).toEqual([]);
  });

  it('a pair finishes as many orders as 16 calls of half a second allow', () => {
    expect(ordersPerMinutePerPairAssumed).toBe(1_920);
  });
});

/** Of what was played; and the time of one slot and a half besides, for the first who come in do not leave at once. */
const shareMax = 0.1;

describe('against a simulation person by person', () => {
  it.each(Array.from({ length: 150 }, (_, index) => index + 1))('seed %i', (seed) => {
    const random = seededRandom(seed);
    const between = (low: number, high: number) => Math.round(low * (high / low) ** random());
    const facts: ForecastFacts = {
      visitors: between(1_000, 20_000),
      tickets: between(100, 20_000),
      ratePerMinute: between(30, 3_000),
      shopperCap: between(20, 5_000),
      noShowShare: random() * 0.5,
      claimSeconds: between(15, 300),
      shoppingSeconds: between(30, 600),
      buyShare: 0.2 + 0.8 * random(),
      ticketsPerBuyer: 1 + 3 * random(),
      workerPairs: random() < 0.3 ? between(1, 4) : null,
      ordersPerMinutePerPair: between(20, 500),
    };
    const forecast = forecastSale(facts);
    const played = playSale(facts, random);
    const slack = 1.5 * Math.max(facts.shoppingSeconds, facts.claimSeconds);
    const near = (reckoned: number, seen: number, what: string) =>
      expect(Math.abs(reckoned - seen), `${what}: ${reckoned} and ${seen}`).toBeLessThanOrEqual(
        shareMax * seen + slack,
      );
    near(forecast.drainSeconds, playSale({ ...facts, tickets: Infinity }, random).drainSeconds, 'drain');
    const deviation = facts.ticketsPerBuyer * Math.sqrt(facts.visitors);
    expect(Math.abs(forecast.ticketsSold - played.ticketsSold)).toBeLessThanOrEqual(3 * deviation);
    if ((forecast.soldOutAfterSeconds === null) !== (played.soldOutAfterSeconds === null)) {
      // Whether the last of few left-over tickets goes is chance.
      expect(forecast.ticketsLeft + facts.tickets - played.ticketsSold).toBeLessThanOrEqual(3 * deviation);
      return;
    }
    near(forecast.medianWaitSeconds, played.medianWaitSeconds, 'median wait');
    near(forecast.worstWaitSeconds, played.worstWaitSeconds, 'worst wait');
    near(forecast.soldOutAfterSeconds ?? 0, played.soldOutAfterSeconds ?? 0, 'sold out');
  });
});
