import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Sale, saleForEachTest } from './sale.fixture.ts';
import { runScript, type ScriptReply } from './scripts.ts';
import { advance, comeIn, joinMany } from './waiting-room.fixture.ts';

const current = saleForEachTest({ ratePerMinute: 60_000, cap: 2 });

function end(sale: Sale, accountId: string, admissionId: string): Promise<ScriptReply> {
  return runScript(
    sale.redis,
    'admission-end',
    [sale.keys.admitted, sale.keys.admissions],
    [accountId, admissionId],
  );
}

async function admitted(sale: Sale): Promise<{ accountId: string; admissionId: string }> {
  const [fan] = await joinMany(sale, 1);
  await advance(sale);
  const granted = await comeIn(sale, fan!);
  if (granted.kind !== 'granted') throw new Error(granted.kind);
  return { accountId: fan!.accountId, admissionId: granted.admissionId };
}

describe('ending an admission', () => {
  it('frees its slot for the next turn, and again changes nothing', async () => {
    const sale = current();
    const { accountId, admissionId } = await admitted(sale);
    expect((await advance(sale)).admitted).toBe(1);
    expect(await end(sale, accountId, admissionId)).toEqual(['ENDED']);
    expect(await end(sale, accountId, admissionId)).toEqual(['ENDED']);
    expect((await advance(sale)).admitted).toBe(0);
    expect(await sale.redis.hget(sale.keys.admissions, accountId)).toBe(admissionId);
  });

  it('is only of the admission that is named', async () => {
    const sale = current();
    const { accountId } = await admitted(sale);
    expect(await end(sale, accountId, randomUUID())).toEqual(['GONE']);
    expect(await end(sale, randomUUID(), randomUUID())).toEqual(['GONE']);
    expect((await advance(sale)).admitted).toBe(1);
  });
});
