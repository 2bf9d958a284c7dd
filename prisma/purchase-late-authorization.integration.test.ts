import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from './testing/open-world.ts';
import { orderIn } from './testing/order-in-state.ts';
import {
  expire,
  finalize,
  markOperation,
  openOperation,
  recordAuthorized,
  recordCanceled,
  recordCaptured,
} from './testing/purchase-calls.ts';
import { readOrder } from './testing/read-order.ts';

/** An approval that comes after the order began to end: sold once if the cancel was not sent, else Stripe decides. */
let world: World;
beforeAll(async () => {
  world = await openWorld({ tickets: 60 });
});
afterAll(() => world.close());

let nextTicket = 0;
const freshTicket = (): number => nextTicket++;
const authorized = (orderId: string) => recordAuthorized(world, orderId, { amountMinor: 5000 });

const endings = {
  'the deadline passed': async (orderId: string) => {
    await world.owner.query("update orders set pay_deadline = now() - interval '1 second' where id = $1", [
      orderId,
    ]);
    expect(await expire(world, orderId, false)).toBe('EXPIRING');
  },
  'the customer cancelled': async (orderId: string) => {
    expect(await expire(world, orderId, true)).toBe('EXPIRING');
  },
} as const;

const cancelStates = ['PENDING', 'SENT', 'UNKNOWN'] as const;

const cases = Object.entries(endings).flatMap(([name, end]) =>
  cancelStates.map((state) => [name, state, end] as const),
);

async function ending(
  end: (orderId: string) => Promise<void>,
  state: (typeof cancelStates)[number],
): Promise<string> {
  const orderId = await orderIn(world, 'PENDING_PAYMENT', freshTicket());
  await end(orderId);
  const cancel = await openOperation(world, orderId, 'CANCEL');
  if (cancel === null) throw new Error('no CANCEL is open');
  if (state !== 'PENDING') await markOperation(world, cancel, 'SENT');
  if (state === 'UNKNOWN') await markOperation(world, cancel, 'UNKNOWN');
  return orderId;
}

describe.each(cases)('%s and the CANCEL is %s', (_name, state, end) => {
  test('an approval is tried once against the ledger if the cancel was not sent, else Stripe decides', async () => {
    const orderId = await ending(end, state);
    const outcome = await authorized(orderId);
    if (state === 'PENDING') {
      expect(outcome).toBe('AUTHORIZED');
      expect(await finalize(world, [orderId])).toEqual({ [orderId]: 'SOLD' });
      expect(await recordCaptured(world, orderId, 5000)).toBe('PAID');
      expect((await readOrder(world, orderId)).state).toBe('PAID');
      return;
    }
    expect(outcome).toBe('CANCELLING');
    expect(await finalize(world, [orderId])).toEqual({ [orderId]: 'NOT_AUTHORIZED' });
    expect(await recordCanceled(world, orderId)).toBe('EXPIRED');
    expect(await readOrder(world, orderId)).toMatchObject({ state: 'EXPIRED', claims: [], sales: [] });
    // Heard once more, from a webhook that was late: nothing is sold, and nothing is left to do.
    await authorized(orderId);
    expect((await readOrder(world, orderId)).sales).toEqual([]);
  });

  test('captured by somebody all the same, the money goes back and nothing is sold', async () => {
    const orderId = await ending(end, state);
    expect(await recordCaptured(world, orderId, 5000)).toBe('REFUNDING');
    expect(await recordCaptured(world, orderId, 5000)).toBe('REFUNDING');
    const order = await readOrder(world, orderId);
    expect(order.operations.filter((operation) => operation.startsWith('REFUND'))).toEqual([
      'REFUND 1 PENDING',
    ]);
    expect(order.sales).toEqual([]);
  });

  test('cancelled and approved at the same instant: one ending, and never a sale without its money', async () => {
    const orderId = await ending(end, state);
    await Promise.all([authorized(orderId), recordCanceled(world, orderId)]);
    await finalize(world, [orderId]);
    const { state: reached, sales } = await readOrder(world, orderId);
    expect(['EXPIRED', 'LOST_RELEASED', 'FINALIZED']).toContain(reached);
    // What was approved and then cancelled is lost, not sold.
    if (reached !== 'FINALIZED') expect(sales).toEqual([]);
  });
});
