import { describe, expect, it } from 'vitest';
import { acquireHold } from './hold-seats.ts';
import { findFaults } from './inspect-sale.fixture.ts';
import { newShopper, saleForEachTest } from './sale.fixture.ts';
import { runScript, type ScriptName, scriptKeys } from './scripts.ts';

const current = saleForEachTest();

describe('a script', () => {
  it.each(Object.keys(scriptKeys))(
    '%s is known to the connection, and takes no other number of keys',
    async (name) => {
      const keys = Array(scriptKeys[name as ScriptName] + 1).fill('key');
      await expect(runScript(current().redis, name as ScriptName, keys, [])).rejects.toThrow(
        /takes \d+ keys/,
      );
      expect(Reflect.get(current().redis, name)).toBeTypeOf('function');
    },
  );

  it('that Redis forgot meanwhile runs all the same, and once', async () => {
    const sale = current();
    const shoppers = await Promise.all(Array.from({ length: 30 }, () => newShopper(sale)));
    const hold = (at: number) =>
      acquireHold(sale.redis, shoppers[at]!, { kind: 'chosen', tickets: [2 * at, 2 * at + 1] });
    expect((await hold(0)).kind).toBe('held');
    for (let at = 1; at < 30; at += 3) {
      // The cache is emptied in the middle of commands that travel together.
      const [first, , second, third] = await Promise.all([
        hold(at),
        sale.redis.script('FLUSH'),
        hold(at + 1),
        at + 2 < 30 ? hold(at + 2) : hold(at),
      ]);
      expect([first, second, third].map(({ kind }) => kind)).toEqual(['held', 'held', 'held']);
    }
    expect(await findFaults(sale)).toEqual([]);
  });
});
