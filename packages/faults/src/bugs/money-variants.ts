import { inFile, inFunction, point, scenario } from './patches.ts';
import type { Variant } from './variant.ts';

const perform = 'packages/shared/src/payments/perform-operation.ts';

/** Of what Stripe is asked, and believed. */
export const moneyVariants = {
  'expired-without-cancelling': {
    what: 'an unpaid order ends while its intent can still be paid',
    patches: [
      inFunction(
        'expire_order',
        "if found and v_intent_status <> 'canceled' then",
        "if found and v_intent_status = 'never' then",
      ),
    ],
    shows: ['audit money.finished-intents'],
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
    shows: ['audit money.finished-intents'],
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
    shows: ['audit money.known-intents'],
    caughtBy: scenario('creationUnanswered'),
  },
  'capture-before-finalize': {
    what: 'money is taken as soon as it is approved',
    patches: [
      inFile(
        'packages/shared/src/payments/inspect-intent.ts',
        '  return recordIntent(database, order, intent, cause);\n}\n\n/** Records',
        "  const outcome = await recordIntent(database, order, intent, cause);\n  if (outcome.kind === 'authorized') await stripe.paymentIntents.capture(intent.id);\n  return outcome;\n}\n\n/** Records",
      ),
    ],
    shows: ['no money before the sale'],
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
    shows: ['audit money.balance', 'money and tickets go together'],
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
    shows: ['audit money.balance'],
    caughtBy: scenario('alteredAmount'),
  },
  'refund-twice': {
    what: 'money without a sale is refunded as often as it is found',
    patches: [inFunction('record_captured', "and r.cause = 'UNSOLD';", "and r.cause = 'UNSOLD' and false;")],
    shows: ['audit refunds.no-more-than-captured'],
    caughtBy: scenario('moneyWithoutSale'),
  },
  'refunds-taken-for-another': {
    what: 'a refund is taken for made when another one of its order is',
    patches: [
      inFile(
        'packages/shared/src/payments/ask-and-record.ts',
        'refund.metadata?.refund_id !== operation.refundId',
        'refund.metadata?.order_id !== operation.orderId',
      ),
    ],
    shows: ['audit money.balance', 'money and tickets go together'],
    caughtBy: scenario('keyForgotten'),
  },
  'webhook-not-verified': {
    what: 'whoever knows the address can send a webhook',
    patches: [
      inFile(
        'services/gateway/src/use-cases/receive-stripe-event.ts',
        '      return stripe.webhooks.constructEvent(body, signature, secret);',
        '      return JSON.parse(String(body)) as Stripe.Event;',
      ),
    ],
    shows: ['no forged webhook is taken'],
    caughtBy: scenario('forgedWebhooks'),
  },
  'event-believed': {
    what: 'a webhook that says a payment was approved is believed without asking Stripe',
    patches: [
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
    shows: ['no forged webhook is believed'],
    caughtBy: scenario('forgedWebhooks'),
  },
} as const satisfies Readonly<Record<string, Variant>>;
