import { connectDatabase } from '@fairgate/shared/database/client.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { putOnSale } from '../../../tests/support/on-sale.ts';
import { createTestDatabase } from '../../../tests/support/stores.ts';
import { createLiveDrops } from './live-drops.ts';

afterEach(() => vi.restoreAllMocks());

test.each([-600, 600])(
  'a drop is open by the database’s clock, with this one wrong by %i s',
  async (seconds) => {
    const place = await createTestDatabase();
    const database = connectDatabase(place.databaseUrl, 'test', 1);
    try {
      const { eventId } = await putOnSale(place.ownerDatabaseUrl);
      const right = Date.now.bind(Date);
      vi.spyOn(Date, 'now').mockImplementation(() => right() + seconds * 1_000);
      await database.$executeRaw`update drops set opens_at = clock_timestamp(), closes_at = clock_timestamp() + interval '1 minute'`;
      expect((await createLiveDrops(database).open()).map((drop) => drop.eventId)).toEqual([eventId]);
      // To a clock that is ahead it would be time already, to one that is behind it would be time still.
      const [opens, closes] = seconds > 0 ? [5, 65] : [-60, -25];
      await database.$executeRaw`update drops set opens_at = clock_timestamp() + make_interval(mins => ${opens}::int),
      closes_at = clock_timestamp() + make_interval(mins => ${closes}::int)`;
      expect(await createLiveDrops(database).open()).toEqual([]);
    } finally {
      await database.$disconnect();
      await place.drop();
    }
  },
);
