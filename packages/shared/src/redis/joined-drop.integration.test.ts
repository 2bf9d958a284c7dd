import { describe, expect, it } from 'vitest';
import { saleForEachTest } from './sale.fixture.ts';
import { runScript } from './scripts.ts';
import { joinMany } from './waiting-room.fixture.ts';
import { dropJoined, readJoined } from './waiting-room.ts';

const current = saleForEachTest();

describe('joins that were copied', () => {
  it('leave the list once, however often the copier says so', async () => {
    const sale = current();
    await joinMany(sale, 10);
    const copied = await readJoined(sale.redis, sale.place, 4);
    expect(copied.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    for (let times = 0; times < 3; times += 1) await dropJoined(sale.redis, sale.place, copied);
    expect((await readJoined(sale.redis, sale.place, 100)).map(({ index }) => index)).toEqual([
      4, 5, 6, 7, 8, 9,
    ]);
  });

  it('are said to be gone when another copier was faster', async () => {
    const sale = current();
    await joinMany(sale, 3);
    const [line = ''] = await sale.redis.lrange(sale.keys.joined, 0, 0);
    expect(await runScript(sale.redis, 'joined-drop', [sale.keys.joined], [line, 2])).toEqual([
      'DROPPED',
      '2',
    ]);
    expect(await runScript(sale.redis, 'joined-drop', [sale.keys.joined], [line, 2])).toEqual(['GONE']);
    expect(await sale.redis.llen(sale.keys.joined)).toBe(1);
  });

  it('are none when nothing was read', async () => {
    const sale = current();
    await joinMany(sale, 1);
    await dropJoined(sale.redis, sale.place, []);
    expect(await sale.redis.llen(sale.keys.joined)).toBe(1);
  });
});
