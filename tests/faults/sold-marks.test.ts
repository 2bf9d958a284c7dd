import { seatStatus, statusAt } from '@fairgate/shared/domain/seat-status.ts';
import { readSeatMap } from '@fairgate/shared/redis/fill-event.ts';
import { eventKeys } from '@fairgate/shared/redis/keys.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const mended = { timeout: 30_000, interval: 200 };

describe('what the seat map shows', () => {
  let sale: TestSale;
  let event: OnSale;
  let fan: Fan;
  beforeAll(async () => {
    sale = await startTestSale();
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl);
    await publishDrop(sale.gateway, event);
    [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    await fan.comeIn(event.dropId, 30_000);
  });
  afterAll(() => sale.close());

  const redis = () => sale.gateway.stores.redis;
  const epoch = async () => (await sale.gateway.stores.database.redisEpoch.findFirstOrThrow()).epoch;
  const shown = async (ticket: number) => {
    const map = await readSeatMap(redis(), await epoch(), event.eventId);
    return statusAt(map?.map ?? new Uint8Array(), ticket);
  };
  const show = async (ticket: number, status: number) =>
    redis().bitfield(eventKeys(await epoch(), event.eventId).status, 'SET', 'u2', `#${ticket}`, status);
  const buy = async (ticket: number) => {
    const held = await fan.hold(event.dropId, { tickets: [ticket] });
    const order = await fan.order(event.dropId, held.body.holdId);
    await fan.pay(order.body);
    await fan.orderIn(order.body.orderId, ['PAID'], 30_000);
  };

  it('is mended from the ledger again and again, in both directions', async () => {
    await buy(0);
    await expect.poll(() => shown(0), mended).toBe(seatStatus.sold);
    for (let times = 0; times < 2; times += 1) {
      await show(0, seatStatus.free);
      await show(5, seatStatus.sold);
      await expect.poll(() => shown(0), mended).toBe(seatStatus.sold);
      await expect.poll(() => shown(5), mended).toBe(seatStatus.free);
    }
  });

  it('follows a sale of which no word came: the marks of its outbox row are lost', async () => {
    const owner = new pg.Client({ connectionString: sale.gateway.database.ownerDatabaseUrl });
    await owner.connect();
    await owner.query(`create function forget_marks() returns trigger language plpgsql as
      $$ begin if new.topic = 'seat-marks' then new.done_at := now(); end if; return new; end $$`);
    await owner.query(
      'create trigger forget_marks before insert on outbox for each row execute function forget_marks()',
    );
    await owner.end();
    await buy(7);
    await expect.poll(() => shown(7), mended).toBe(seatStatus.sold);
  });
});
