import { createHash } from 'node:crypto';
import { seededRandom } from '@fairgate/loopback-stripe/faults/seeded-random.ts';
import { packIndexRuns } from '@fairgate/shared/domain/index-runs.ts';
import { isNear, pollAdviceFor, pollDelaySeconds } from '@fairgate/shared/domain/poll-advice.ts';
import { generateClubTheatre, generateDemoArena } from '@fairgate/shared/domain/seating/generate-plan.ts';
import { decodeGeometry, encodeGeometry } from '@fairgate/shared/domain/seating/geometry.ts';
import { countSeats } from '@fairgate/shared/domain/seating/plan.ts';
import { waitRange } from '@fairgate/shared/domain/wait-range.ts';
import { describe, expect, it } from 'vitest';

/** The page's own modules are plain JavaScript; these are the shapes of what is checked here. */
interface Range {
  readonly lowMinutes: number;
  readonly highMinutes: number | null;
}
interface LineModule {
  readonly pollDelaySeconds: typeof pollDelaySeconds;
  readonly isNear: typeof isNear;
  readonly waitRange: (
    ahead: number,
    ratePerMinute: number,
    measured: number | null,
    spread?: number | null,
  ) => Range;
  readonly plannedRate: (ratePerMinute: number, lanes: readonly object[] | null, lane: number) => number;
  readonly rangeWords: (range: Range) => string;
  readonly LinePace: new () => {
    note: (atMs: number, serving: number) => void;
    measured: () => number | null;
    spread: () => number | null;
  };
  readonly WaitWatch: new () => { hasGrown: (atMs: number, likelyMinutes: number | null) => boolean };
}
interface SeatsModule {
  readonly readSections: (
    seatMap: object,
    dropId: string,
  ) => {
    name: string;
    rows: { label: string; seats: { number: number; label: string; accessible: boolean }[] }[];
  }[];
}

async function load<T>(name: string): Promise<T> {
  return (await import(new URL(`../../web/${name}`, import.meta.url).href)) as T;
}

describe('what the page reckons by itself', async () => {
  const line = await load<LineModule>('line.js');
  const chances = await load<{
    chanceOf: (
      counts: { free: number; held: number; sold: number },
      ahead: number,
      served: number,
    ) => number | null;
    chanceWords: (chance: number | null) => string | null;
    aheadInAll: (ahead: number, sharePercent: number) => number;
  }>('chances.js');
  const { readSections } = await load<SeatsModule>('seats.js');
  const { createHerald } = await load<{
    createHerald: (
      announce: (words: string) => void,
      nowMs: () => number,
    ) => (words: string, news?: string) => void;
  }>('herald.js');
  const { drawQr } = await load<{ drawQr: (text: string) => boolean[][] | null }>('qr.js');

  it.each([
    [0, 60, 0],
    [10, 60, 0.5],
    [300, 60, 0.99],
    [5_000, 600, 0.2],
    [1_000_000, 1, 0.7],
  ])('asks again as the API advises: %i ahead at %i a minute', (ahead, rate, random) => {
    expect(line.pollDelaySeconds(pollAdviceFor(ahead), ahead, rate, random)).toBe(
      pollDelaySeconds(pollAdviceFor(ahead), ahead, rate, random),
    );
  });

  it.each([
    [30, 1],
    [31, 1],
    [600, 600],
    [601, 600],
  ])('follows the status from where the API allows it: %i ahead at %i a minute', (ahead, rate) => {
    expect(line.isNear(ahead, rate)).toBe(isNear(ahead, rate));
  });

  it("a lane's planned pace is its share of the organiser's rate", () => {
    const lanes = [
      { lane: 0, sharePercent: 75 },
      { lane: 1, sharePercent: 25 },
    ];
    expect([0, 1].map((lane) => line.plannedRate(60, lanes, lane))).toEqual([45, 15]);
    expect(line.plannedRate(60, null, 0)).toBe(60);
  });

  it.each([
    [300, 60, null],
    [300, 60, 60],
    [300, 60, 31.5],
    [300, 60, 90],
    [0, 60, 10],
    [12_000, 1, 0.2],
  ])(
    'promises waits by the rule that the report judges: %i ahead at %i, %s measured',
    (ahead, rate, pace) => {
      expect(line.waitRange(ahead, rate, pace)).toEqual(waitRange(ahead, rate, pace));
      expect(line.waitRange(ahead, rate, 0).highMinutes).toBeNull();
      expect(waitRange(ahead, rate, 0)).toBeNull();
    },
  );

  it.each([
    ['nothing measured yet', 300, 60, null, 'about 5 to 7 minutes'],
    ['as fast as planned', 300, 60, 60, 'about 5 to 7 minutes'],
    ['half as fast', 300, 60, 30, 'about 10 to 13 minutes'],
    ['faster than planned, since some never come', 300, 60, 90, 'about 3 to 5 minutes'],
    [
      'no pace at all, and nothing measured',
      300,
      0,
      null,
      'we cannot say: the line stands still at the moment',
    ],
    ['at the very front', 1, 60, 60, 'less than a minute'],
    ['hours', 12_000, 60, 60, 'about 3½ to 4½ hours'],
    ['standing still', 300, 60, 0, 'we cannot say: the line stands still at the moment'],
  ])('says an honest wait: %s', (_name, ahead, rate, measured, words) => {
    expect(line.rangeWords(line.waitRange(ahead, rate, measured))).toBe(words);
  });

  it('measures the pace from what it saw, and not before it saw enough', () => {
    const pace = new line.LinePace();
    pace.note(0, 100);
    pace.note(10_000, 110);
    expect(pace.measured()).toBeNull();
    pace.note(30_000, 130);
    expect(pace.measured()).toBe(60);
    pace.note(400_000, 130);
    pace.note(430_000, 130);
    expect(pace.measured()).toBe(0);
  });

  it('says a range in which half of the waits, and nine in ten, are over', () => {
    const random = seededRandom(77);
    const perMinute = 40;
    let [withinLow, withinHigh] = [0, 0];
    const lines = 600;
    for (let at = 0; at < lines; at += 1) {
      // Turns come one by one after an exponential pause, as from a shop whose visitors leave when they like.
      const pause = () => (-Math.log(1 - random()) * 60_000) / perMinute;
      const pace = new line.LinePace();
      let [now, serving, next] = [0, 0, pause()];
      const moveTo = (until: number) => {
        for (; next <= until; next += pause()) serving += 1;
        now = until;
      };
      for (let asked = 0; asked <= 180_000; asked += 5_000) {
        moveTo(asked);
        pace.note(now, serving);
      }
      const ahead = 200;
      const target = serving + ahead;
      const range = line.waitRange(ahead, 1_000, pace.measured(), pace.spread());
      const begunAt = now;
      while (serving < target) moveTo(next);
      const minutes = (now - begunAt) / 60_000;
      if (minutes <= range.lowMinutes) withinLow += 1;
      if (minutes <= (range.highMinutes ?? 0)) withinHigh += 1;
    }
    expect(withinLow / lines).toBeGreaterThan(0.42);
    expect(withinLow / lines).toBeLessThan(0.58);
    expect(withinHigh / lines).toBeGreaterThan(0.85);
    expect(withinHigh / lines).toBeLessThan(0.96);
  });

  it('notices a wait that grew by more than a tenth, and gets used to it', () => {
    const watch = new line.WaitWatch();
    const minute = 60_000;
    expect(watch.hasGrown(0, 30)).toBe(false);
    // Five minutes later it is 25 as said, or a little more.
    expect(watch.hasGrown(5 * minute, 28)).toBe(false);
    expect(watch.hasGrown(6 * minute, 40)).toBe(true);
    expect(watch.hasGrown(7 * minute, null)).toBe(true);
    expect(watch.hasGrown(8 * minute, 25)).toBe(false);
    expect(watch.hasGrown(9 * minute, 60)).toBe(true);
    expect(watch.hasGrown(15 * minute, 60)).toBe(false);
    expect(watch.hasGrown(16 * minute, 59)).toBe(false);
  });

  it.each([
    ['nobody can say yet', { free: 50, held: 2, sold: 3 }, 10, 19, null],
    ['sold out', { free: 0, held: 0, sold: 90 }, 10, 60, 0],
    ['there is far more than will be taken', { free: 500, held: 20, sold: 80 }, 50, 100, 1],
    ['as much as will be taken', { free: 50, held: 20, sold: 80 }, 50, 100, 0.48],
    ['a little less than will be taken', { free: 45, held: 20, sold: 80 }, 50, 100, 0.29],
    ['far less', { free: 5, held: 20, sold: 80 }, 50, 100, 0],
    ['only in other hands', { free: 0, held: 9, sold: 91 }, 50, 100, 0],
  ])('says how likely something is left: %s', (_name, counts, ahead, served, expected) => {
    const chance = chances.chanceOf(counts, ahead, served);
    if (expected === null) expect(chance).toBeNull();
    else expect(chance).toBeCloseTo(expected, 2);
  });

  it('puts chances into words, and counts who is ahead in the other lanes', () => {
    expect([1, 0.7, 0.4, 0.1, 0, null].map(chances.chanceWords)).toEqual([
      'very likely there when your turn comes',
      'probably there when your turn comes',
      'may be gone when your turn comes',
      'probably gone when your turn comes',
      null,
      null,
    ]);
    expect(chances.aheadInAll(30, 25)).toBe(120);
  });

  it('speaks at most every 30 s, and never twice the same', () => {
    const said: string[] = [];
    let now = 0;
    const herald = createHerald(
      (words) => said.push(words),
      () => now,
    );
    for (const [at, words] of [
      [0, 'ten ahead'],
      [29_000, 'nine ahead'],
      [30_000, 'eight ahead'],
      [70_000, 'eight ahead'],
      [71_000, 'seven ahead'],
    ] as const) {
      now = at;
      herald(words);
    }
    herald('six ahead', 'Another lane.');
    expect(said).toEqual(['ten ahead', 'eight ahead', 'seven ahead', 'Another lane. six ahead']);
  });

  it.each([
    ['a theatre', generateClubTheatre()],
    ['an arena', generateDemoArena(3_000)],
  ])('reads the seats of %s as they were packed', (_name, plan) => {
    const total = countSeats(plan);
    // Every seventh seat is not sold, and every third belongs to another drop.
    const numbers = Array.from({ length: total }, (_, index) => (index % 7 === 0 ? null : index));
    const geometry = encodeGeometry(plan, numbers);
    const table = decodeGeometry(geometry);
    const inDrop = (number: number) => number % 3 !== 0;
    const seatMap = {
      geometry,
      drops: ['this', 'other'],
      categories: [{ id: 'c', name: 'Seats', priceMinor: 100 }],
      categoryOf: packIndexRuns(new Array(total).fill(0)),
      dropOf: packIndexRuns(Array.from({ length: total }, (_, number) => (inDrop(number) ? 0 : 1))),
    };
    const expected = [...table.ticketNumbers.keys()]
      .filter((index) => inDrop(table.ticketNumbers[index]!))
      .map((index) => [
        geometry.zones[table.zones[index]!]!.name,
        geometry.rows.label[table.rowIds[index]!],
        table.labels[index],
        table.ticketNumbers[index],
        (table.flags[index]! & 1) === 1,
      ]);
    const read = readSections(seatMap, 'this').flatMap(({ name, rows }) =>
      rows.flatMap(({ label, seats }) =>
        seats.map((seat) => [name.split(', rows ')[0], label, seat.label, seat.number, seat.accessible]),
      ),
    );
    expect(read).toEqual(expected);
  });

  it.each([
    ['A', 21, '2bae48594b73'],
    [`FG1.dGVzdA.${'A'.repeat(38)}.${'Ab9_-'.repeat(17)}x`, 49, '5b0b51abf29d'],
  ])('draws the code that a reader read before: %s', (text, size, digest) => {
    const rows = drawQr(text);
    const modules = rows!.map((row) => row.map(Number).join('')).join('\n');
    expect(rows).toHaveLength(size);
    expect(createHash('sha256').update(modules).digest('hex').slice(0, 12)).toBe(digest);
  });

  it('draws no code of what is too long for one', () => {
    expect(drawQr('x'.repeat(213))).toHaveLength(57);
    expect(drawQr('x'.repeat(214))).toBeNull();
  });
});
