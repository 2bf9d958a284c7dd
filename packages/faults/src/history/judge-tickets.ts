import { type Call, eventsOf, maybeDone } from './calls.ts';
import { orderOf } from './judge-purchase.ts';
import type { Takings } from './takings.ts';
import type { HistoryFault, LedgerFact, World } from './world.ts';

const liveKinds = ['SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO'];

/** Who has each ticket in the end: the one who was told so, unless somebody asked for something else. */
export function judgeTickets(
  calls: readonly Call[],
  purchases: readonly Call[],
  takings: Takings,
  world: World,
): readonly HistoryFault[] {
  const byOrder = Map.groupBy(world.ledger, ({ orderId }) => orderId ?? '');
  const transfers = Map.groupBy(maybeDone(calls, 'transfer'), ({ invoke }) => invoke.tickets?.[0] ?? -1);
  return [
    ...purchases.flatMap((call) => judgeUnasked(call, orderOf(call, world)?.orderId, byOrder, takings)),
    ...purchases
      .filter(({ end }) => end?.type === 'ok')
      .flatMap((call) => judgeHolders(call, byOrder, transfers)),
    ...calls.flatMap((call) => judgeMoved(call, byOrder, world)),
  ];
}

type Entries = ReadonlyMap<string, readonly LedgerFact[]>;

function judgeUnasked(
  call: Call,
  orderId: string | undefined,
  byOrder: Entries,
  takings: Takings,
): readonly HistoryFault[] {
  if (orderId === undefined) return [];
  const unasked = (byOrder.get(orderId) ?? [])
    .filter(({ kind, ticket }) => kind === 'REFUND' && !takings.isWished(orderId, ticket))
    .map(({ ticket }) => ticket);
  if (unasked.length === 0) return [];
  const sentence = `tickets ${unasked} of order ${orderId} were taken back, and nobody asked for that`;
  return [{ rule: 'nothing is taken back unasked', sentence, events: eventsOf(call) }];
}

/** Each ticket that was acknowledged: the newest entry of its order. That nobody took it unasked is another rule. */
function judgeHolders(
  call: Call,
  byOrder: Entries,
  transfers: ReadonlyMap<number, readonly Call[]>,
): readonly HistoryFault[] {
  const { end, invoke } = call;
  const entries = byOrder.get(end?.orderId ?? '') ?? [];
  return (end?.tickets ?? []).flatMap((ticket): HistoryFault[] => {
    const newest = entries.findLast((entry) => entry.ticket === ticket);
    if (newest === undefined || newest.kind === 'REFUND') return [];
    const given = (transfers.get(ticket) ?? []).filter((one) => one.invoke.atMs >= (end?.atMs ?? 0));
    const holders = holdersAfter(invoke.account, given);
    if (liveKinds.includes(newest.kind) && holders.includes(newest.account ?? '')) return [];
    const sentence = `ticket ${ticket} should be with ${holders.join(' or ')}, its newest entry is a ${newest.kind} to ${newest.account}`;
    const events = [...eventsOf(call), ...given.flatMap(eventsOf)];
    return [{ rule: 'an acknowledged ticket stays with its account', sentence, events }];
  });
}

/** The receiver of the last acknowledged transfer, or of one of which it is not known; the buyer when none was acknowledged. */
function holdersAfter(buyer: string, given: readonly Call[]): readonly string[] {
  const acknowledged = given
    .filter(({ end }) => end?.type === 'ok')
    .sort((one, other) => (one.end?.atMs ?? 0) - (other.end?.atMs ?? 0));
  const last = acknowledged.at(-1)?.invoke.receiver ?? buyer;
  const unknown = given.filter(({ end }) => end?.type !== 'ok').map(({ invoke }) => invoke.receiver ?? '');
  return [last, ...unknown];
}

/** An acknowledged refund or transfer is in the ledger, ticket by ticket. */
function judgeMoved(call: Call, byOrder: Entries, world: World): readonly HistoryFault[] {
  const { invoke, end } = call;
  if (end?.type !== 'ok' || !['refund', 'transfer'].includes(invoke.act)) return [];
  const isRefund = invoke.act === 'refund';
  const entries = isRefund ? (byOrder.get(invoke.orderId ?? '') ?? []) : world.ledger;
  const isThere = (ticket: number): boolean =>
    entries.some((entry) =>
      isRefund
        ? entry.ticket === ticket && entry.kind === 'REFUND'
        : entry.ticket === ticket && entry.kind === 'TRANSFER' && entry.account === invoke.receiver,
    );
  const missing = (end.tickets ?? invoke.tickets ?? []).filter((ticket) => !isThere(ticket));
  if (missing.length === 0) return [];
  const sentence = `the ledger has no ${isRefund ? 'REFUND' : 'TRANSFER'} of tickets ${missing}`;
  return [{ rule: `an acknowledged ${invoke.act} is in the ledger`, sentence, events: eventsOf(call) }];
}
