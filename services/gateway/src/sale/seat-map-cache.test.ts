import type { SeatMap } from '@fairgate/shared/contracts/seat-map.ts';
import { expect, it } from 'vitest';
import { createSeatMapCache } from './seat-map-cache.ts';

const mapOf = (eventId: string) => ({ eventId }) as unknown as SeatMap;

it('answers for every event that is asked about at once, though it keeps fewer', async () => {
  const cache = createSeatMapCache();
  const gate = Promise.withResolvers<void>();
  const asked = Array.from({ length: 80 }, (_, n) =>
    cache.read(`event-${n}`, async () => {
      await gate.promise;
      return mapOf(`event-${n}`);
    }),
  );
  gate.resolve();
  const bodies = (await Promise.all(asked)).map(({ body }) => body);
  expect(bodies).toEqual(asked.map((_, n) => JSON.stringify(mapOf(`event-${n}`))));
});

it('makes a map once for all who ask while it is made, and hands a refusal on', async () => {
  const cache = createSeatMapCache();
  let made = 0;
  const make = async () => {
    made += 1;
    return mapOf('one');
  };
  const [first, second] = await Promise.all([cache.read('one', make), cache.read('one', make)]);
  expect([made, second]).toEqual([1, first]);
  await expect(cache.read('two', () => Promise.reject(new Error('none')))).rejects.toThrow('none');
});
