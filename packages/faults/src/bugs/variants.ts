import type { CaughtBy, Patch, Variant } from './variant.ts';

const inFile = (path: string, find: string, replace: string): Patch => ({
  kind: 'file',
  path,
  find,
  replace,
});
const inFunction = (name: string, find: string, replace: string): Patch => ({
  kind: 'function',
  name,
  find,
  replace,
});
const statement = (sql: string): Patch => ({ kind: 'statement', sql });
const scenario = (name: string): CaughtBy => ({ kind: 'scenario', name });
const point = (run: string): CaughtBy => ({ kind: 'point', run });

const shared = 'packages/shared/src';
const perform = `${shared}/payments/perform-operation.ts`;
const scripts = `${shared}/redis/scripts`;

const claimsIgnored = inFunction(
  'create_order',
  'select p_event, n, p_order from unnest(p_tickets) n order by n;',
  'select p_event, n, p_order from unnest(p_tickets) n order by n on conflict do nothing;',
);

/** Wrong variants of our own code, each of which the harness has to catch. */
export const variants = {
  'bare-max-plus-one': {
    what: 'a sale takes the next free version of its ticket, whatever the buyer saw, and the chain is not declared',
    patches: [
      claimsIgnored,
      inFunction(
        'finalize_orders',
        "select l.event_id, l.ticket_number, l.fence + 1, 'SALE', p.version, p.kind, p.hash, o.account_id, o.id",
        "select l.event_id, l.ticket_number, p.version + 1, 'SALE', p.version, p.kind, p.hash, o.account_id, o.id",
      ),
      inFunction(
        'finalize_orders',
        'and p.version = l.fence',
        'and p.version = (select max(n.version) from ticket_ledger n where n.event_id = l.event_id and n.ticket_number = l.ticket_number)',
      ),
      statement('alter table ticket_ledger drop constraint ledger_step'),
    ],
    caughtBy: scenario('rivals'),
  },
  'claims-not-checked': {
    what: 'a ticket that an unfinished order has claimed is claimed no second time, and nobody looks whether it was',
    patches: [claimsIgnored],
    caughtBy: scenario('rivals'),
  },
  'row-counts-ignored': {
    what: 'an order is finalized although some of its sales were not inserted',
    patches: [
      claimsIgnored,
      inFunction(
        'finalize_orders',
        'order by l.event_id, l.ticket_number;',
        'order by l.event_id, l.ticket_number on conflict do nothing;',
      ),
    ],
    caughtBy: scenario('rivals'),
  },
  'unsorted-inserts': {
    what: 'tickets are claimed in the order in which they were asked for',
    patches: [
      inFunction('create_order', 'from unnest(p_tickets) n order by n;', 'from unnest(p_tickets) n;'),
    ],
    caughtBy: scenario('crossingOrders'),
  },
  'quota-not-enforced': {
    what: "the buyer's share is counted and compared with nothing",
    patches: [
      inFunction(
        'create_order',
        'where q.reserved + q.sold + v_count <= v_drop.per_customer_limit;',
        'where true;',
      ),
      statement('alter table customer_quotas drop constraint customer_quotas_cap'),
    ],
    caughtBy: scenario('moreThanTheLimit'),
  },
  'reservation-kept': {
    what: 'an order that ends keeps its share of the quota',
    patches: [
      inFunction(
        'release_order_reservation',
        'set reserved = q.reserved - o.ticket_count',
        'set reserved = q.reserved',
      ),
    ],
    caughtBy: scenario('cancelled'),
  },
  'expired-without-cancelling': {
    what: 'an unpaid order ends while its intent can still be paid',
    patches: [
      inFunction(
        'expire_order',
        "if found and v_intent_status <> 'canceled' then",
        "if found and v_intent_status = 'never' then",
      ),
    ],
    caughtBy: scenario('cancelled'),
  },
  'cancel-taken-for-final': {
    what: 'a cancel that was not answered counts as done',
    patches: [
      inFile(
        perform,
        "    case 'unknown':\n      await markUnknown(",
        "    case 'unknown':\n      if (operation.kind === 'CANCEL') await (await import('../database/purchase.ts')).recordCanceled(database, operation, 'sent');\n      else await markUnknown(",
      ),
    ],
    caughtBy: scenario('cancelUnanswered'),
  },
  'new-key-on-retry': {
    what: 'a call is repeated under another idempotency key',
    patches: [
      inFile(
        perform,
        'const options = { idempotencyKey: idempotencyKeyOf(operation) };',
        'const options = { idempotencyKey: crypto.randomUUID() };\n  void idempotencyKeyOf;',
      ),
    ],
    caughtBy: scenario('creationUnanswered'),
  },
  'capture-before-finalize': {
    what: 'money is taken as soon as it is approved',
    patches: [
      inFile(
        `${shared}/payments/inspect-intent.ts`,
        '  return recordIntent(database, order, intent, cause);\n}\n\n/** Records',
        "  const outcome = await recordIntent(database, order, intent, cause);\n  if (outcome.kind === 'authorized') await stripe.paymentIntents.capture(intent.id);\n  return outcome;\n}\n\n/** Records",
      ),
    ],
    caughtBy: scenario('finalizersAsleep'),
  },
  'captured-before-asked': {
    what: 'an order counts as paid before Stripe was asked for the money',
    patches: [
      inFile(
        perform,
        "      reach('capture-intent.before');",
        "      await (await import('../database/purchase.ts')).recordCaptured(database, operation, operation.amountMinor, 'captured');\n      reach('capture-intent.before');",
      ),
    ],
    caughtBy: point('capture-intent.before:kill:1'),
  },
  'amount-not-compared': {
    what: 'an intent of another amount counts as payment of the order',
    patches: [
      inFunction(
        'record_authorized',
        'if p_ours and p_amount = v_order.amount_minor and p_currency = v_order.currency then',
        'if p_ours then',
      ),
    ],
    caughtBy: scenario('alteredAmount'),
  },
  'refund-twice': {
    what: 'money without a sale is refunded as often as it is found',
    patches: [inFunction('record_captured', "and r.cause = 'UNSOLD';", "and r.cause = 'UNSOLD' and false;")],
    caughtBy: scenario('moneyWithoutSale'),
  },
  'void-keeps-seats': {
    what: 'an order whose authorization ran out is voided, and its seats stay sold',
    patches: [
      inFunction(
        'void_order',
        "where h.event_id = p_event and h.order_id = p_order and h.kind = 'SALE' order by h.ticket_number;",
        'where false;',
      ),
    ],
    caughtBy: scenario('authorizationRunsOut'),
  },
  'lease-overwrites': {
    what: 'a lease is taken whether or not somebody has it',
    patches: [
      inFile(
        `${scripts}/hold-chosen.lua`,
        " or status == OFF or redis.call('EXISTS', seats.lease .. number) == 1 then",
        ' or status == OFF then',
      ),
      inFile(
        `${scripts}/includes/hold-record.lua`,
        "holdId, 'NX', 'PXAT', deadline)",
        "holdId, 'PXAT', deadline)",
      ),
    ],
    caughtBy: scenario('twoAtOneSeat'),
  },
  'cap-not-kept': {
    what: 'turns are given whether or not there is room in the shop',
    patches: [
      inFile(
        `${scripts}/waiting-room-advance.lua`,
        'tonumber(drop[4]) - admitted - turns - returning',
        'tonumber(drop[4])',
      ),
    ],
    caughtBy: scenario('smallShop'),
  },
  'no-epoch-check': {
    what: 'nobody notices that Redis forgot',
    patches: [
      inFile(
        `${shared}/domain/redis-identity.ts`,
        'return now.runId !== seen.runId || now.replid !== seen.replid || now.beat < seen.beat;',
        "return seen.runId === '' && now.runId === '' && now.beat < 0;",
      ),
      inFile(
        'services/queue-worker/src/epoch-keeper.ts',
        'const lost = hasForgotten',
        'const lost = record.epoch === 0 || hasForgotten',
      ),
    ],
    caughtBy: scenario('redisForgets'),
  },
  'webhook-not-verified': {
    what: 'whoever knows the address can send a webhook',
    patches: [
      inFile(
        'services/gateway/src/use-cases/receive-stripe-event.ts',
        "event = stores.stripe.webhooks.constructEvent(body, signature ?? '', stores.webhookSecret);",
        'event = JSON.parse(String(body)) as Stripe.Event;\n    void signature;',
      ),
    ],
    caughtBy: scenario('forgedWebhooks'),
  },
  'event-believed': {
    what: 'a webhook that says a payment was approved is believed without asking Stripe, and its signature is not checked',
    patches: [
      inFile(
        'services/gateway/src/use-cases/receive-stripe-event.ts',
        "event = stores.stripe.webhooks.constructEvent(body, signature ?? '', stores.webhookSecret);",
        'event = JSON.parse(String(body)) as Stripe.Event;\n    void signature;',
      ),
      inFile(
        'services/gateway/src/use-cases/receive-stripe-event.ts',
        '  const isNew = await keepStripeEvent(stores.webhooks, event);',
        [
          "  const { findOrderOfIntent } = await import('@fairgate/shared/database/due-orders.ts');",
          "  const { recordAuthorized } = await import('@fairgate/shared/database/purchase.ts');",
          '  const said = event.data.object as { id: string; amount: number };',
          '  const order = await findOrderOfIntent(stores.database, said.id);',
          "  const approved = { amountMinor: said.amount, currency: 'eur', ours: true, captureBefore: null };",
          "  if (order !== null && event.type === 'payment_intent.amount_capturable_updated')",
          "    await recordAuthorized(stores.database, order, approved, 'the webhook said so');",
          '  const isNew = await keepStripeEvent(stores.webhooks, event);',
        ].join('\n'),
      ),
    ],
    caughtBy: scenario('forgedWebhooks'),
  },
  'sweeper-missing': {
    what: 'an approved order whose job was lost is finalized by nobody',
    patches: [
      inFile(
        'services/queue-worker/src/jobs/finalize-orders.ts',
        'await Promise.allSettled(orders.map(finalize));',
        'void finalize;',
      ),
    ],
    caughtBy: point('record-authorized.after:kill:1'),
  },
  'outbox-done-before-sending': {
    what: 'a mail is marked as sent, then sent',
    patches: [
      inFile(
        'services/queue-worker/src/jobs/relay-mails.ts',
        '      await mailer.send(mail);\n      await markOutboxDone(sources.database, [row.id]);',
        '      await markOutboxDone(sources.database, [row.id]);\n      await mailer.send(mail);',
      ),
    ],
    caughtBy: point('send-mail.before:kill:1'),
  },
  'deadline-not-kept': {
    what: 'nobody ends an order that is not paid in time',
    patches: [
      inFile(
        'services/queue-worker/src/jobs/expire-orders.ts',
        'const overdue = await loadOverdueOrders(database, ordersPerRound);',
        'const overdue = (await loadOverdueOrders(database, ordersPerRound)).filter(() => false);',
      ),
    ],
    caughtBy: scenario('abandoned'),
  },
} as const satisfies Readonly<Record<string, Variant>>;

export type VariantName = keyof typeof variants;
