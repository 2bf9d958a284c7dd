import { decideFailure } from '@fairgate/shared/states/decide-operation.ts';
import type { ModelDatabase } from '../database/model-database.ts';
import { expireOrder, finalizeOrders, sell } from '../database/purchase-functions.ts';
import { recordAuthorized, recordCanceled, recordCaptured, voidOrder } from '../database/record-intents.ts';
import { recordRefund } from '../database/record-refund.ts';
import { isOpen, NONE, type OrderRow } from '../database/rows.ts';
import type { Plant } from '../history/play-history.ts';
import { faults } from '../outside/model-stripe.ts';
import type { World } from '../schedule/world.ts';

export interface PlantedBug {
  /** What the wrong variant does. */
  readonly does: string;
  /** What the checker must say of it, among other things. */
  readonly shows: RegExp;
  readonly plant: Plant;
}

/** Known wrong variants of the purchase. The simulation is worth what it catches: a test lets it loose on each. */
export const plantedBugs: Readonly<Record<string, PlantedBug>> = {
  'new-key-on-retry': {
    does: 'sends a repeated call under a fresh idempotency key',
    shows: /made two intents/,
    plant: (w) => {
      let keys = 1_000_000;
      w.decide.idempotencyKeyOf = () => {
        keys += 1;
        return keys;
      };
    },
  },
  'sent-too-late': {
    does: 'sends a call however long ago it was marked, when Stripe may have forgotten its key',
    shows: /made two intents/,
    plant: (w) => {
      w.decide.isTooLateToSend = () => false;
    },
  },
  'asks-for-new-intents-only': {
    does: 'looks for the intent of an unanswered creation only among those made after it asks',
    shows: /is requires_\w+ and nobody knows it/,
    plant: (w) => {
      w.decide.madeSinceMs = () => w.now;
    },
  },
  'cancel-taken-as-final': {
    does: 'takes a CANCEL that was sent for one that happened',
    shows: /is EXPIRED while its intent is requires_/,
    plant: (w) => {
      const { markUnknown } = w.sql;
      w.sql.markUnknown = (db, operation, seconds) => {
        if (operation.kind === 'CANCEL') recordCanceled(db, operation.order);
        else markUnknown(db, operation, seconds);
      };
    },
  },
  'expired-without-its-intent': {
    does: 'ends an overdue order without cancelling its intent',
    shows: /is EXPIRED while its intent is requires_/,
    plant: (w) => {
      w.sql.expireOrder = (db, order, byCustomer) => {
        const outcome = expireOrder(db, order, byCustomer);
        if (outcome !== 'EXPIRING') return outcome;
        for (const operation of order.operations) if (isOpen(operation)) operation.state = 'FAILED';
        db.releaseReservation(order);
        db.step(order, 'EXPIRING', 'EXPIRED');
        return 'EXPIRED';
      };
    },
  },
  'capture-before-finalize': {
    does: 'captures as soon as a payment is authorized',
    shows: /captured before it is sold/,
    plant: (w) => {
      w.sql.recordAuthorized = (db, order, intent) => {
        const outcome = recordAuthorized(db, order, intent);
        if (outcome === 'AUTHORIZED') captureAtOnce(w, order, intent.id);
        return outcome;
      };
    },
  },
  'unknown-taken-as-failed': {
    does: 'gives an unanswered call up',
    shows: /stays FINALIZED/,
    plant: (w) => {
      w.decide.decideFailure = (kind, verdict, attempt) =>
        verdict === 'no-answer' ? { kind: 'fail' } : decideFailure(kind, verdict, attempt);
    },
  },
  'captured-whatever-the-state': {
    does: 'takes an order for paid because its intent is captured, whatever its state',
    shows: /goes from \w+ to PAID/,
    plant: (w) => {
      w.sql.recordCaptured = (db, order, capturedMinor) => {
        if (order.state === 'FINALIZED' || order.state === 'PAID')
          return recordCaptured(db, order, capturedMinor);
        order.payment.status = 'succeeded';
        order.payment.capturedMinor = capturedMinor;
        db.step(order, order.state, 'PAID');
        return 'PAID';
      };
    },
  },
  'claims-skipped': {
    does: 'makes orders without claiming their tickets',
    shows: /has no claim on/,
    plant: (w) => {
      const { createOrder } = w.sql;
      w.sql.createOrder = (db, request) => {
        const answer = createOrder(db, request);
        if (answer.outcome === 'CREATED') dropClaims(db, answer.order);
        return answer;
      };
    },
  },
  'ledger-unfenced': {
    does: 'claims nothing and sells at the newest version + 1, whatever stands there',
    shows: /SALE after SALE/,
    plant: (w) => {
      plantedBugs['claims-skipped']?.plant(w);
      w.sql.finalizeOrders = (db, orders) =>
        orders.map((order) => {
          if (order.state !== 'AUTHORIZED') return 'ALREADY';
          order.tickets.forEach((ticket, n) => {
            order.fences[n] = (db.tickets[ticket]?.kinds.length ?? 1) - 1;
          });
          sell(db, order);
          return 'SOLD';
        });
    },
  },
  'quota-unchecked': {
    does: 'lets a customer order beyond the limit',
    shows: /has \d+ tickets/,
    plant: (w) => {
      const { createOrder } = w.sql;
      w.sql.createOrder = (db, request) => {
        const limit = db.perCustomerLimit;
        db.perCustomerLimit = Number.MAX_SAFE_INTEGER;
        const answer = createOrder(db, request);
        db.perCustomerLimit = limit;
        return answer;
      };
    },
  },
  'amount-unchecked': {
    does: 'accepts an authorization of any amount',
    shows: /PAID, keeps \d+ where/,
    plant: (w) => {
      w.sql.recordAuthorized = (db, order, intent) =>
        recordAuthorized(db, order, { ...intent, amountMinor: order.amountMinor });
    },
  },
  'refund-taken-as-made': {
    does: 'takes a refund whose answer never came for one that was made',
    shows: /keeps \d+ where 0/,
    plant: (w) => {
      const { markUnknown } = w.sql;
      w.sql.markUnknown = (db, operation, seconds) => {
        if (operation.kind === 'REFUND') recordRefund(db, operation, operation.order.id, 'succeeded');
        else markUnknown(db, operation, seconds);
      };
    },
  },
  'stored-fault-retried': {
    does: "sends the same key again after a fault of Stripe's own",
    shows: /stays \w+/,
    plant: (w) => {
      w.decide.decideFailure = (kind, verdict, attempt) =>
        decideFailure(kind, verdict === 'server-fault' ? 'no-answer' : verdict, attempt);
    },
  },
  'operations-not-swept': {
    does: 'has no sweeper for payment operations',
    shows: /stays \w+/,
    plant: (w) => {
      w.db.onDue.operation = () => undefined;
    },
  },
  'authorized-not-swept': {
    does: 'has no sweeper for authorized orders',
    shows: /stays AUTHORIZED/,
    plant: (w) => {
      w.db.onDue.authorized = () => undefined;
    },
  },
  'deadlines-not-swept': {
    does: 'has no sweeper for orders past their deadline',
    shows: /stays (PENDING_PAYMENT|EXPIRING)/,
    plant: (w) => {
      w.db.onDue.deadline = () => undefined;
    },
  },
  'lost-keeps-the-authorization': {
    does: 'forgets to release the authorization of a lost order',
    shows: /stays LOST/,
    plant: (w) => {
      const { recordAuthorized: record, finalizeOrders: finalize } = w.sql;
      const forget = (order: OrderRow): void => {
        if (order.state !== 'LOST') return;
        for (const operation of order.operations)
          if (operation.kind === 'CANCEL' && operation.state === 'PENDING') operation.state = 'FAILED';
      };
      w.sql.recordAuthorized = (db, order, intent) => {
        const outcome = record(db, order, intent);
        forget(order);
        return outcome;
      };
      w.sql.finalizeOrders = (db, orders) => {
        const outcomes = finalize(db, orders);
        orders.forEach(forget);
        return outcomes;
      };
    },
  },
  'void-keeps-the-quota': {
    does: "voids an order and keeps its tickets in the customer's quota",
    shows: /quota .* where orders say/,
    plant: (w) => {
      w.sql.recordCanceled = (db, order) => {
        if (order.state !== 'FINALIZED') return recordCanceled(db, order);
        const quota = db.quotas[order.account];
        const sold = quota?.sold ?? 0;
        order.payment.status = 'canceled';
        for (const operation of order.operations) if (isOpen(operation)) operation.state = 'FAILED';
        voidOrder(db, order);
        if (quota !== undefined) quota.sold = sold;
        return 'VOIDED';
      };
    },
  },
  'finalized-twice': {
    does: 'finalizes without looking at the state: a repeated job sells again',
    shows: /goes from|sold ticket|SALE after/,
    plant: (w) => {
      w.sql.finalizeOrders = (db, orders) => {
        for (const order of orders) {
          if (order.state !== 'FINALIZED') continue;
          for (const operation of order.operations) if (isOpen(operation)) operation.state = 'FAILED';
          order.fences.forEach((fence, n) => {
            order.fences[n] = fence + 1;
          });
          order.state = 'AUTHORIZED';
        }
        return finalizeOrders(db, orders);
      };
    },
  },
  'captured-while-unpaid-ends-nowhere': {
    does: 'ends an order whose intent somebody captured by hand without giving the money back',
    shows: /EXPIRING, keeps \d+ where 0/,
    plant: (w) => {
      w.sql.expireOrder = (db, order, byCustomer) => {
        if (order.payment.intent === NONE || order.payment.status !== 'succeeded')
          return expireOrder(db, order, byCustomer);
        if (order.state === 'PENDING_PAYMENT' && order.payDeadline <= db.now)
          db.step(order, 'PENDING_PAYMENT', 'EXPIRING');
        return order.state === 'EXPIRING' ? 'EXPIRING' : 'NOT_DUE';
      };
    },
  },
};

function captureAtOnce(w: World, order: OrderRow, intent: number): void {
  const { id, amountMinor } = order;
  const call = { kind: 'capture', key: NONE, operation: NONE, order: id, intent, amountMinor } as const;
  w.later(5, () => {
    if (w.stripe.act(call, 'none', 0) === faults.wrongState)
      w.tell?.(`order ${id} cannot be captured at once`);
  });
}

function dropClaims(db: ModelDatabase, order: number): void {
  for (const ticket of db.orders[order]?.tickets ?? []) {
    const row = db.tickets[ticket];
    if (row !== undefined) row.claim = NONE;
  }
}
