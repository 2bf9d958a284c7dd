import type { HistoryEvent } from './history.ts';

/** An order as the database has it when everything is quiet. */
export interface OrderFact {
  readonly orderId: string;
  readonly account: string;
  readonly key: string | null;
  readonly state: string;
  readonly amountMinor: number;
  /** Refunds that the bank sent back: Stripe has the money, the buyer is paid another way. */
  readonly sentBackMinor?: number;
  /** When it came into its state, by the same clock as the history. Unix milliseconds. */
  readonly sinceMs: number;
}

export interface LedgerFact {
  readonly ticket: number;
  readonly version: number;
  readonly kind: string;
  readonly account: string | null;
  readonly orderId: string | null;
}

/** An intent as Stripe totals it. */
export interface MoneyFact {
  readonly orderId: string | null;
  readonly captured: number;
  readonly refunded: number;
  readonly disputed: number;
  readonly capturable: number;
}

export interface World {
  readonly orders: readonly OrderFact[];
  /** In the order of their versions. */
  readonly ledger: readonly LedgerFact[];
  readonly money: readonly MoneyFact[];
  readonly faultsEndedMs: number;
  readonly perCustomerLimit: number;
  /** When Redis first forgot something: leases may be lost then, sales not. Unix milliseconds; infinite where it did not. */
  readonly leasesKeptUntilMs: number;
}

export interface HistoryFault {
  readonly rule: string;
  readonly sentence: string;
  /** Those of the history that show it. */
  readonly events: readonly HistoryEvent[];
}

/** An unknown purchase has ended by then. Milliseconds from the end of the faults. */
export const resolveMsMax = 60_000;
const ended = ['PAID', 'EXPIRED', 'LOST_RELEASED', 'VOIDED', 'REFUNDED'];
const heldKinds = ['SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO'];

interface Call {
  readonly invoke: HistoryEvent;
  /** null: the client was ended before it knew. */
  readonly end: HistoryEvent | null;
}

/** Compares what clients were told with what the database and Stripe say in the end. Empty: nothing is wrong. */
export function checkHistory(history: readonly HistoryEvent[], world: World): readonly HistoryFault[] {
  const calls = pairUp(history);
  const purchases = calls.filter(({ invoke }) => invoke.act === 'purchase');
  return [
    ...purchases.flatMap((call) => judgePurchase(call, world)),
    ...judgeOrders(purchases, world),
    ...judgeKeys(purchases),
    ...judgeLimits(calls, world),
    ...judgeSpans(
      'a ticket belongs to one account at a time',
      spansOf(calls, ['purchase', 'transfer'], ['refund']),
    ),
    ...judgeSpans(
      'a ticket is held by one account at a time',
      holdSpans(calls).map((span) => ({ ...span, toMs: Math.min(span.toMs, world.leasesKeptUntilMs) })),
    ),
  ];
}

function pairUp(history: readonly HistoryEvent[]): readonly Call[] {
  const ends = new Map(
    history.filter(({ type }) => type !== 'invoke').map((event) => [`${event.act} ${event.id}`, event]),
  );
  return history
    .filter(({ type }) => type === 'invoke')
    .map((invoke) => ({ invoke, end: ends.get(`${invoke.act} ${invoke.id}`) ?? null }));
}

function eventsOf({ invoke, end }: Call): readonly HistoryEvent[] {
  return end === null ? [invoke] : [invoke, end];
}

function judgePurchase(call: Call, world: World): readonly HistoryFault[] {
  const { invoke, end } = call;
  const orderId = end?.orderId ?? invoke.orderId;
  const order = world.orders.find(
    (one) =>
      one.orderId === orderId ||
      (one.key !== null && one.key === invoke.key && one.account === invoke.account),
  );
  const money = world.money.filter((intent) => intent.orderId === (order?.orderId ?? orderId));
  const kept = money.reduce((sum, one) => sum + one.captured - one.refunded - one.disputed, 0);
  const setAside = money.reduce((sum, one) => sum + one.capturable, 0);
  const blame = (rule: string, sentence: string): HistoryFault => ({
    rule,
    sentence,
    events: eventsOf(call),
  });
  switch (end?.type) {
    case 'ok':
      return judgeAcknowledged(call, order, world).map((sentence) =>
        blame('an acknowledged purchase exists', sentence),
      );
    case 'fail':
      if (kept !== 0 || setAside !== 0)
        return [
          blame('a refused purchase keeps no money', `Stripe keeps ${kept} and has ${setAside} set aside`),
        ];
      if (order !== undefined && ['PAID', 'FINALIZED'].includes(order.state))
        return [
          blame('a refused purchase keeps no money', `the client was told no, the order is ${order.state}`),
        ];
      return [];
    default:
      if (order === undefined) {
        return kept + setAside === 0
          ? []
          : [blame('an unknown purchase resolves', 'there is no order, and Stripe has its money')];
      }
      if (!ended.includes(order.state))
        return [blame('an unknown purchase resolves', `its order is still ${order.state}`)];
      if (order.sinceMs > world.faultsEndedMs + resolveMsMax)
        return [
          blame(
            'an unknown purchase resolves',
            `its order ended ${Math.round((order.sinceMs - world.faultsEndedMs) / 1000)} s after the faults`,
          ),
        ];
      return [];
  }
}

function judgeAcknowledged(call: Call, order: OrderFact | undefined, world: World): readonly string[] {
  const { invoke, end } = call;
  if (order === undefined) return ['there is no such order'];
  if (!['PAID', 'REFUNDED'].includes(order.state))
    return [`the client was told PAID, the order is ${order.state}`];
  const missing = (end?.tickets ?? []).filter(
    (ticket) =>
      !world.ledger.some(
        (entry) =>
          entry.ticket === ticket &&
          entry.kind === 'SALE' &&
          entry.orderId === order.orderId &&
          entry.account === invoke.account,
      ),
  );
  return missing.length === 0 ? [] : [`the ledger has no sale of tickets ${missing} to this order`];
}

/** What Stripe keeps for an order is what its tickets cost, whoever knows of it. */
function judgeOrders(purchases: readonly Call[], world: World): readonly HistoryFault[] {
  return world.orders.flatMap((order): HistoryFault[] => {
    const own = world.money.filter(({ orderId }) => orderId === order.orderId);
    const captured = own.reduce((sum, one) => sum + one.captured, 0);
    const kept = own.reduce((sum, one) => sum + one.captured - one.refunded - one.disputed, 0);
    const events = purchases.filter(({ invoke }) => invoke.key === order.key).flatMap(eventsOf);
    const wrong =
      order.state === 'PAID' ? captured !== order.amountMinor : kept !== (order.sentBackMinor ?? 0);
    if (!wrong) return [];
    const sentence = `order ${order.orderId} is ${order.state} for ${order.amountMinor}, Stripe captured ${captured} and keeps ${kept}`;
    return [{ rule: 'money and tickets go together', sentence, events }];
  });
}

/** One Idempotency-Key is one order, whatever the client was told of it. */
function judgeKeys(purchases: readonly Call[]): readonly HistoryFault[] {
  const byKey = Map.groupBy(purchases, ({ invoke }) => `${invoke.account} ${invoke.key}`);
  return [...byKey.values()].flatMap((calls): HistoryFault[] => {
    const orders = new Set(calls.map(({ end }) => end?.orderId).filter((id) => id !== undefined));
    if (orders.size <= 1) return [];
    const sentence = `one key was given ${orders.size} orders: ${[...orders].join(', ')}`;
    return [{ rule: 'a key is one order', sentence, events: calls.flatMap(eventsOf) }];
  });
}

function judgeLimits(calls: readonly Call[], world: World): readonly HistoryFault[] {
  const bought = calls.filter(({ invoke, end }) => invoke.act === 'purchase' && end?.type === 'ok');
  const byAccount = Map.groupBy(bought, ({ invoke }) => invoke.account);
  return [...byAccount].flatMap(([account, own]): HistoryFault[] => {
    const returned = calls.filter(({ invoke }) => invoke.act === 'refund' && invoke.account === account);
    const count = ticketsIn(own) - ticketsIn(returned);
    if (count <= world.perCustomerLimit) return [];
    const sentence = `${account} bought ${count} tickets, the limit is ${world.perCustomerLimit}`;
    return [{ rule: 'nobody buys more than the limit', sentence, events: own.flatMap(eventsOf) }];
  });
}

function ticketsIn(calls: readonly Call[]): number {
  return calls.reduce((sum, { invoke, end }) => sum + (end?.tickets ?? invoke.tickets ?? []).length, 0);
}

/** While an account was told that a ticket is its own. */
interface Span {
  readonly ticket: number;
  readonly account: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly events: readonly HistoryEvent[];
}

/** From the moment a client was told to the moment it, or somebody for it, first asked to give the ticket away. */
function spansOf(
  calls: readonly Call[],
  gaining: readonly string[],
  losing: readonly string[],
): readonly Span[] {
  const byAccount = Map.groupBy(calls, ({ invoke }) => invoke.account);
  return calls
    .filter(({ invoke, end }) => gaining.includes(invoke.act) && end?.type === 'ok')
    .flatMap(({ invoke, end }) =>
      (end?.tickets ?? []).map((ticket): Span => {
        const account = end?.receiver ?? invoke.account;
        const fromMs = end?.atMs ?? invoke.atMs;
        const leaves = (byAccount.get(account) ?? [])
          .filter(
            (other) =>
              [...losing, 'transfer'].includes(other.invoke.act) &&
              other.invoke.atMs >= fromMs &&
              (other.invoke.tickets ?? []).includes(ticket),
          )
          .map((other) => other.invoke.atMs);
        return {
          ...{ ticket, account, fromMs },
          toMs: Math.min(Number.POSITIVE_INFINITY, ...leaves),
          events: end === null ? [invoke] : [invoke, end],
        };
      }),
    );
}

function holdSpans(calls: readonly Call[]): readonly Span[] {
  const byAccount = Map.groupBy(calls, ({ invoke }) => invoke.account);
  return calls
    .filter(({ invoke, end }) => invoke.act === 'hold' && end?.type === 'ok')
    .flatMap(({ invoke, end }) =>
      (end?.tickets ?? []).map((ticket): Span => {
        const leaves = (byAccount.get(invoke.account) ?? [])
          .filter(
            (other) =>
              ['release', 'cancel', 'purchase'].includes(other.invoke.act) &&
              other.invoke.atMs >= invoke.atMs &&
              (other.invoke.tickets ?? []).includes(ticket),
          )
          .map((other) => other.invoke.atMs);
        return {
          ...{ ticket, account: invoke.account, fromMs: end?.atMs ?? invoke.atMs },
          toMs: Math.min(end?.untilMs ?? invoke.atMs, ...leaves),
          events: end === null ? [invoke] : [invoke, end],
        };
      }),
    );
}

function judgeSpans(rule: string, spans: readonly Span[]): readonly HistoryFault[] {
  return [...Map.groupBy(spans, ({ ticket }) => ticket)].flatMap(([ticket, own]) =>
    own.flatMap((one, at) =>
      own
        .slice(at + 1)
        .filter((other) => other.account !== one.account && overlap(one, other))
        .map(
          (other): HistoryFault => ({
            rule,
            sentence: `ticket ${ticket} was acknowledged to ${one.account} and to ${other.account}`,
            events: [...one.events, ...other.events],
          }),
        ),
    ),
  );
}

function overlap(one: Span, other: Span): boolean {
  return one.fromMs < other.toMs && other.fromMs < one.toMs;
}

/** The holder of each ticket by its newest entry; null: nobody. */
export function holdersOf(ledger: readonly LedgerFact[]): ReadonlyMap<number, string | null> {
  return new Map(
    ledger.map((entry) => [entry.ticket, heldKinds.includes(entry.kind) ? entry.account : null] as const),
  );
}
