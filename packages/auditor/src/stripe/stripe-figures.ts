import Stripe from 'stripe';

/** One PaymentIntent as Stripe's own objects total it. Amounts in minor units. */
export interface IntentFigures {
  readonly id: string;
  /** As its metadata names it; null when it names none. */
  readonly orderId: string | null;
  readonly status: string;
  readonly amount: number;
  readonly currency: string;
  readonly captured: number;
  /** How many of its charges were captured. */
  readonly captures: number;
  /** Refunds that were not refused or withdrawn. */
  readonly refunded: number;
  /** Refunds that came back from the bank, by what their metadata calls them; not those that were then made once more. */
  readonly sentBack: number;
  /** Taken back by disputes that are open or lost. */
  readonly disputed: number;
}

const PAGE = 100;
const NETWORK_RETRIES = 3;
const CALL_MS_MAX = 20_000;
const PAID_BACK = ['pending', 'requires_action', 'succeeded'];
const SENT_BACK = ['failed', 'canceled'];
/** In these nothing has been, or nothing stays, withdrawn. */
const NOT_WITHDRAWN = [
  'won',
  'prevented',
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
];

export function connectStripe(secretKey: string, apiUrl: string): Stripe {
  const { protocol, hostname, port } = new URL(apiUrl);
  return new Stripe(secretKey, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port !== '' && { port }),
    maxNetworkRetries: NETWORK_RETRIES,
    timeout: CALL_MS_MAX,
    telemetry: false,
  });
}

interface Money {
  captured: number;
  captures: number;
  refunded: number;
  disputed: number;
  /** By the refund that each names: what of it came back, and whether some try of it did not. */
  readonly tries: Map<string, { sentBack: number; isGiven: boolean }>;
}

/** Every intent of the account, by id: four lists, paged to their ends. */
export async function readAllFigures(stripe: Stripe): Promise<ReadonlyMap<string, IntentFigures>> {
  const money = await totalMoney(stripe, {});
  const figures = new Map<string, IntentFigures>();
  for await (const intent of stripe.paymentIntents.list({ limit: PAGE }))
    figures.set(intent.id, figuresOf(intent, money.get(intent.id)));
  return figures;
}

/** One intent as it is now; null when Stripe does not know it. */
export async function readFigures(stripe: Stripe, intentId: string): Promise<IntentFigures | null> {
  try {
    const intent = await stripe.paymentIntents.retrieve(intentId);
    const money = await totalMoney(stripe, { payment_intent: intentId });
    return figuresOf(intent, money.get(intentId));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 404) return null;
    throw error;
  }
}

async function totalMoney(
  stripe: Stripe,
  only: { readonly payment_intent?: string },
): Promise<ReadonlyMap<string, Money>> {
  const money = new Map<string, Money>();
  const of = (intent: string | { readonly id: string } | null | undefined): Money => {
    const id = typeof intent === 'string' ? intent : (intent?.id ?? '');
    const known = money.get(id) ?? { captured: 0, captures: 0, refunded: 0, disputed: 0, tries: new Map() };
    money.set(id, known);
    return known;
  };
  for await (const charge of stripe.charges.list({ ...only, limit: PAGE })) {
    if (!charge.captured) continue;
    const total = of(charge.payment_intent);
    total.captured += charge.amount_captured;
    total.captures += 1;
  }
  for await (const refund of stripe.refunds.list({ ...only, limit: PAGE }))
    addRefund(of(refund.payment_intent), refund);
  for await (const dispute of stripe.disputes.list({ ...only, limit: PAGE }))
    if (!NOT_WITHDRAWN.includes(dispute.status)) of(dispute.payment_intent).disputed += dispute.amount;
  return money;
}

/** A refund that nobody named says nothing when it comes back: the money is where it was. */
function addRefund(total: Money, { amount, metadata, status }: Stripe.Refund): void {
  const isGiven = PAID_BACK.includes(status ?? '');
  if (isGiven) total.refunded += amount;
  const name = metadata?.refund_id;
  if (name === undefined || !(isGiven || SENT_BACK.includes(status ?? ''))) return;
  const before = total.tries.get(name);
  total.tries.set(name, {
    sentBack: isGiven ? (before?.sentBack ?? 0) : amount,
    isGiven: isGiven || before?.isGiven === true,
  });
}

function sentBackIn(money: Money | undefined): number {
  const tries = [...(money?.tries.values() ?? [])];
  return tries.reduce((sum, { sentBack, isGiven }) => sum + (isGiven ? 0 : sentBack), 0);
}

function figuresOf(intent: Stripe.PaymentIntent, money: Money | undefined): IntentFigures {
  return {
    id: intent.id,
    orderId: intent.metadata.order_id ?? null,
    status: intent.status,
    amount: intent.amount,
    currency: intent.currency,
    captured: money?.captured ?? 0,
    captures: money?.captures ?? 0,
    refunded: money?.refunded ?? 0,
    sentBack: sentBackIn(money),
    disputed: money?.disputed ?? 0,
  };
}
