import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/stores.ts';
import { connectDatabase, type Database } from './client.ts';
import { assertClock, clockOffsetSecondsMax, readClockOffset } from './clock-offset.ts';

let place: TestDatabase;
let database: Database;
beforeAll(async () => {
  place = await createTestDatabase();
  database = connectDatabase(place.databaseUrl, 'test', 1);
});
afterAll(async () => {
  await database.$disconnect();
  await place.drop();
});
afterEach(() => vi.restoreAllMocks());

function setClockWrongBy(seconds: number): void {
  const right = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => right() + seconds * 1_000);
}

test.each([-600, 600])(
  'a clock that is wrong by %i s is measured and refused, with the figure',
  async (seconds) => {
    setClockWrongBy(seconds);
    expect(Math.abs((await readClockOffset(database)) - seconds)).toBeLessThan(5);
    await expect(assertClock(database)).rejects.toThrow(/differs from the database's by -?(59|60)\d s/);
  },
);

test('one that is wrong by less than may be is good enough', async () => {
  setClockWrongBy(clockOffsetSecondsMax - 10);
  await assertClock(database);
});
