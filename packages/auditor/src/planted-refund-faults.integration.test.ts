import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  cancelEvent,
  openRefundOperation,
  recordDispute,
  refundTickets,
} from '../../../prisma/testing/money-back-calls.ts';
import { markOperation, recordRefund } from '../../../prisma/testing/purchase-calls.ts';
import { expectBroken, freshInstallation } from './testing/expect-broken.ts';
import { fillRedis } from './testing/fill-redis.ts';
import { type PlantedOrder, sell } from './testing/installation.ts';
import { tamper } from './testing/tamper.ts';

const installation = freshInstallation();
const world = () => installation().world;
/** A paid order of which one ticket was refunded. */
let refunded: PlantedOrder;
const refill = () => fillRedis(world(), installation().redis);

beforeEach(async () => {
  refunded = await sell(world(), installation().stripe, 'refunded', [14, 15]);
  await refill();
});

test('a refund of a part is no fault', () => expectBroken(installation(), {}));

describe('a refund', () => {
  test('of another amount than its lines', async () => {
    const { orderId } = refunded;
    await tamper(world(), `update refunds set amount_minor = 5000 where order_id = '${orderId}'`);
    await expectBroken(installation(), {
      'refunds.lines': [{ order_id: orderId, amount_minor: 5_000, lines_minor: 4_500 }],
    });
  });

  test('whose fee is not the one that was kept', async () => {
    const { orderId } = refunded;
    await tamper(
      world(),
      `update refunds set fee_minor = 100 where order_id = '${orderId}'`,
      `update refund_lines set fee_minor = 100`,
    );
    await expectBroken(installation(), {
      'money.balance': [
        { order_id: orderId, captured: 10_000, refunded: 4_500, live_price: 5_000, fees: 100 },
      ],
    });
  });

  test('of more than was captured', async () => {
    const { orderId } = refunded;
    await tamper(
      world(),
      `insert into refunds (event_id, id, order_id, state, cause, amount_minor, ticket_count, reason)
       select event_id, gen_random_uuid(), order_id, 'SUCCEEDED', 'UNSOLD', 5001, 0, 'again' from refunds
       where order_id = '${orderId}'`,
    );
    await expectBroken(installation(), {
      'refunds.no-more-than-captured': [
        { order_id: orderId, refunds: 2, given_back: 10_001, captured: 10_000 },
      ],
    });
  });

  test('whose line names another entry', async () => {
    const { orderId } = refunded;
    await tamper(world(), 'update refund_lines set version = 1');
    await expectBroken(installation(), {
      'refunds.lines': [{ order_id: orderId, strange_entries: 1 }],
      'refunds.every-entry': [{ order_id: orderId, without_refund: 1 }],
    });
  });

  test('that is gone although it took a ticket', async () => {
    const { orderId } = refunded;
    await tamper(
      world(),
      'delete from refund_lines',
      `delete from payment_operations where kind = 'REFUND'`,
      `delete from refunds where order_id = '${orderId}'`,
    );
    await expectBroken(installation(), {
      'refunds.every-entry': [{ order_id: orderId, without_refund: 1 }],
      'money.balance': [{ order_id: orderId, live_price: 5_000, fees: 0 }],
    });
  });

  test('that waits although no operation is open', async () => {
    const { orderId } = refunded;
    await tamper(world(), `update refunds set state = 'PENDING' where order_id = '${orderId}'`);
    await expectBroken(installation(), {
      'refunds.operations': [{ order_id: orderId, state: 'PENDING', open_operations: 0 }],
    });
  });

  test('that the bank sent back is owed, and no fault; made once more it is given', async () => {
    const { stripe } = installation();
    const { orderId, intentId } = await sell(world(), stripe, 'paid', [16, 17], 'pm_card_refundFail');
    const { refundId } = await refundTickets(world(), orderId);
    await refill();
    const ask = async () => {
      const metadata = { refund_id: refundId };
      const { id } = await stripe.refunds.create({ payment_intent: intentId, metadata });
      await expect.poll(async () => (await stripe.refunds.retrieve(id)).status).toBe('failed');
      return id;
    };
    const operation = (await openRefundOperation(world(), refundId)) ?? '';
    await recordRefund(world(), operation, 'failed', world().app, await ask());
    await expectBroken(installation(), {});
    await world().app.query('select decide_failed_refund($1, $2, true, $3, $4)', [
      ...[world().eventId, refundId, orderId, 'once more'],
    ]);
    const again = (await openRefundOperation(world(), refundId)) ?? '';
    await recordRefund(world(), again, 'failed', world().app, await ask());
    await expectBroken(installation(), {});
  });

  test('of which only Fairgate says that the bank sent it back', async () => {
    const { orderId } = installation().orders.paid;
    const { refundId } = await refundTickets(world(), orderId);
    await recordRefund(world(), (await openRefundOperation(world(), refundId)) ?? '', 'failed');
    await refill();
    await expectBroken(installation(), {
      'money.balance': [{ order_id: orderId, captured: 10_000, refunded: 0, live_price: 0, sent_back: 0 }],
    });
  });
});

describe('a dispute', () => {
  test('that was lost over everything took the tickets, and no fault is left', async () => {
    const { orderId, intentId } = installation().orders.paid;
    const control = controlLoopbackStripe(installation().stripeServer.url);
    const dispute = await control.openDispute(intentId);
    await recordDispute(world(), orderId, 'OPEN', 10_000, dispute.id);
    await expectBroken(installation(), {});
    await control.closeDispute(dispute.id, 'lost');
    await recordDispute(world(), orderId, 'LOST', 10_000, dispute.id);
    await refill();
    await expectBroken(installation(), {});
  });

  test('that was lost over a part is written off', async () => {
    const { orderId, intentId } = installation().orders.paid;
    const control = controlLoopbackStripe(installation().stripeServer.url);
    const dispute = await control.openDispute(intentId, 4_000);
    await control.closeDispute(dispute.id, 'lost');
    await recordDispute(world(), orderId, 'LOST', 4_000, dispute.id);
    await expectBroken(installation(), {});
  });

  test('that was lost over everything and left the tickets', async () => {
    const { orderId, intentId } = installation().orders.paid;
    const control = controlLoopbackStripe(installation().stripeServer.url);
    const dispute = await control.openDispute(intentId);
    await control.closeDispute(dispute.id, 'lost');
    await tamper(
      world(),
      `insert into disputes (event_id, id, order_id, state, amount_minor, currency, reason, closed_at)
       values ('${world().eventId}', '${dispute.id}', '${orderId}', 'LOST', 10000, 'eur', 'fraudulent', now())`,
    );
    await expectBroken(installation(), {
      'money.balance': [{ order_id: orderId, disputed: 10_000, live_price: 10_000, written_off: 0 }],
    });
  });

  test('that was lost over everything gave the buyer the refund that Stripe had refused', async () => {
    const { orderId, intentId } = installation().orders.paid;
    const control = controlLoopbackStripe(installation().stripeServer.url);
    const dispute = await control.openDispute(intentId);
    const { refundId } = await refundTickets(world(), orderId);
    const operation = (await openRefundOperation(world(), refundId)) ?? '';
    await markOperation(world(), operation, 'SENT');
    await world().app.query("select refuse_refund($1, $2, 'charge_disputed')", [world().eventId, operation]);
    await recordDispute(world(), orderId, 'OPEN', 10_000, dispute.id);
    await control.closeDispute(dispute.id, 'lost');
    await recordDispute(world(), orderId, 'LOST', 10_000, dispute.id);
    await refill();
    await expectBroken(installation(), {});
  });

  test('that says it took more tickets than it did', async () => {
    const { orderId } = refunded;
    await tamper(
      world(),
      `insert into disputes (event_id, id, order_id, state, amount_minor, currency, reason, revoked_count, closed_at)
       values ('${world().eventId}', 'du_1', '${orderId}', 'LOST', 1, 'eur', 'fraudulent', 1, now())`,
    );
    await expectBroken(installation(), {
      'refunds.every-entry': [{ order_id: orderId, without_refund: 0, taken_by_disputes: 1 }],
    });
  });
});

describe('an event that was called off', () => {
  const endRun = () => tamper(world(), "update refund_runs set state = 'DONE', finished_at = now()");

  test('keeps its tickets while its run goes on, and none once that is done', async () => {
    const { paid } = installation().orders;
    await cancelEvent(world());
    await expectBroken(installation(), {});
    await endRun();
    await expectBroken(installation(), {
      'refunds.called-off': [
        { order_id: paid.orderId, live_tickets: 2, fault: 'not given back' },
        { order_id: installation().entered.orderId, live_tickets: 2 },
        { order_id: refunded.orderId, live_tickets: 1 },
      ],
    });
  });

  test('leaves disputed orders to the bank', async () => {
    for (const { orderId } of [refunded, installation().entered])
      await refundTickets(world(), orderId, { evenEntered: true });
    await refill();
    const { orderId, intentId } = installation().orders.paid;
    const { id } = await controlLoopbackStripe(installation().stripeServer.url).openDispute(intentId);
    await recordDispute(world(), orderId, 'OPEN', 10_000, id);
    await cancelEvent(world());
    await endRun();
    await expectBroken(installation(), {});
  });

  test('without a run', async () => {
    await tamper(world(), "update events set status = 'CANCELLED'");
    await expectBroken(installation(), {
      'refunds.called-off': [{ event_id: world().eventId, fault: 'no run of refunds' }],
    });
  });
});
