import { type Call, eventsOf, maybeDone } from './calls.ts';
import type { HistoryEvent } from './history.ts';
import type { HistoryFault } from './world.ts';

/** While an account was told that a ticket is its own. */
export interface Span {
  readonly ticket: number;
  readonly account: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly events: readonly HistoryEvent[];
}

/**
 * From the moment a client was told to the moment it, or somebody for it, first asked to give the ticket away. What was
 * asked before and may have been done later ends it at once.
 */
export function ownedSpans(calls: readonly Call[]): readonly Span[] {
  const transfers = maybeDone(calls, 'transfer');
  const refunds = maybeDone(calls, 'refund');
  return calls
    .filter(({ invoke, end }) => ['purchase', 'transfer'].includes(invoke.act) && end?.type === 'ok')
    .flatMap((call) =>
      (call.end?.tickets ?? []).map((ticket): Span => {
        const account = call.end?.receiver ?? call.invoke.account;
        const fromMs = call.end?.atMs ?? call.invoke.atMs;
        const orderId = call.end?.orderId;
        const leaves = [
          ...transfers.filter(({ invoke }) => invoke.account === account),
          ...refunds.filter(({ invoke }) => orderId === undefined || invoke.orderId === orderId),
        ]
          .filter((other) => (other.invoke.tickets ?? []).includes(ticket) && other !== call)
          .filter(({ end }) => end?.type !== 'ok' || end.atMs >= fromMs)
          .map(({ invoke }) => Math.max(fromMs, invoke.atMs));
        return {
          ...{ ticket, account, fromMs, events: eventsOf(call) },
          toMs: Math.min(Number.POSITIVE_INFINITY, ...leaves),
        };
      }),
    );
}

export function holdSpans(calls: readonly Call[]): readonly Span[] {
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
          events: eventsOf({ invoke, end }),
        };
      }),
    );
}

export function judgeSpans(rule: string, spans: readonly Span[]): readonly HistoryFault[] {
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
