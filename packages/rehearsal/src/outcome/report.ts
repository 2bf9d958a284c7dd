import type { AuditReport } from '@fairgate/auditor/report.ts';
import type { DoubleSale } from './find-double-sales.ts';
import type { DrawVerdict } from './judge-draw.ts';
import type { MoneyMismatch } from './match-money.ts';
import type { UnderWay } from './settle.ts';
import type { Leaving, Tally, Timed } from './tally.ts';

/** How many faults of a kind are spelled out. */
const toldMax = 20;
const busiestWindowMs = 10_000;

/** What a rehearsal ends with. Names are part of the command's contract. */
export interface Report {
  readonly seed: number;
  readonly fans: number;
  readonly tickets: number;
  /** By the ledger. */
  readonly sold: number;
  readonly doubleSold: number;
  /** Orders whose buyers hold their tickets. */
  readonly ordersPaid: number;
  readonly ordersUnfinished: number;
  readonly moneyMismatches: number;
  /** Statuses from 500 on other than our own 503s, and calls whose connection was lost. */
  readonly http5xx: number;
  /** 503s with one of our codes. */
  readonly shed503: number;
  readonly throttled429: number;
  readonly auditFailures: number;
  /** What was found wrong with the draw, or with the order in which people came in. */
  readonly drawFaults: number;
  /** How many were in the lobby when it was sealed. */
  readonly drawn: number;
  readonly cameIn: number;
  /** How much of the draw anybody can check. */
  readonly drawProof: string | null;
  /** From the opening to the last ticket in a fan's hands. */
  readonly durationSeconds: number;
  readonly ordersPerSecond: number;
  /** In the busiest ten seconds. */
  readonly ordersPerSecondPeak: number;
  /** CPU that each process used while the crowd was there, the fans' own process among them. */
  readonly cpuSeconds: Readonly<Record<string, number>>;
  /** From a request to its answer, refusals too; `orderToTicket`: without the time in which the fan thinks. */
  readonly p50Ms: Readonly<Record<Timed, number | null>>;
  readonly p99Ms: Readonly<Record<Timed, number | null>>;
  readonly calls: Readonly<Record<string, number>>;
  readonly ordersPlaced: number;
  readonly ordersExpired: number;
  readonly declinedCards: number;
  /** How the fans' visits ended. */
  readonly leavings: Readonly<Record<Leaving, number>>;
  /** What happened to fans that must not happen. */
  readonly surprises: number;
  readonly underWay: UnderWay;
  readonly refusals: Readonly<Record<string, number>>;
  /** The first faults of each kind, in words. */
  readonly faults: readonly string[];
  readonly isRight: boolean;
}

export interface Findings {
  readonly seed: number;
  readonly fans: number;
  readonly tickets: number;
  readonly sold: number;
  readonly ordersPaid: number;
  readonly ordersExpired: number;
  readonly opensMs: number;
  readonly tally: Tally;
  readonly cpu: Readonly<Record<string, number>>;
  readonly surprises: readonly string[];
  readonly doubleSales: readonly DoubleSale[];
  readonly mismatches: readonly MoneyMismatch[];
  readonly underWay: UnderWay;
  readonly audit: AuditReport;
  readonly draw: DrawVerdict;
}

export function makeReport(findings: Findings): Report {
  const { tally, doubleSales, mismatches, underWay, audit, surprises, draw } = findings;
  const { seed, fans, tickets, sold, ordersPaid, ordersExpired } = findings;
  const durationSeconds = Math.max(0, (tally.paidAtMs.at(-1) ?? findings.opensMs) - findings.opensMs) / 1000;
  const http5xx = tally.http5xx + tally.lostCalls;
  const auditFailures = audit.broken + audit.failed;
  const counts = {
    doubleSold: doubleSales.length,
    moneyMismatches: mismatches.length,
    http5xx,
    auditFailures,
    drawFaults: draw.faults.length,
  };
  const ordersUnfinished = underWay.orders;
  return {
    ...{ seed, fans, tickets, sold, ...counts, ordersPaid, ordersUnfinished },
    ...{ drawn: draw.lobby, cameIn: draw.cameIn, drawProof: draw.proof },
    shed503: tally.shed503,
    throttled429: tally.throttled429,
    durationSeconds: round(durationSeconds),
    ordersPerSecond: durationSeconds === 0 ? 0 : round(ordersPaid / durationSeconds),
    ordersPerSecondPeak: busiest(tally.paidAtMs),
    cpuSeconds: findings.cpu,
    p50Ms: quantiles(tally, 0.5),
    p99Ms: quantiles(tally, 0.99),
    calls: Object.fromEntries(
      Object.entries(tally.latencies).map(([name, latencies]) => [name, latencies.count()]),
    ),
    ordersPlaced: tally.ordersPlaced,
    ordersExpired,
    declinedCards: tally.declinedCards,
    leavings: tally.leavings,
    surprises: surprises.length,
    underWay,
    refusals: Object.fromEntries([...tally.refusals].sort(([, a], [, b]) => b - a)),
    faults: [
      ...surprises.slice(0, toldMax),
      ...doubleSales.slice(0, toldMax).map(({ ticket, seen }) => `ticket ${ticket}: ${seen}`),
      ...mismatches.slice(0, toldMax).map(({ orderId, fault }) => `order ${orderId}: ${fault}`),
      ...auditFaults(audit),
      ...draw.faults,
    ],
    isRight:
      Object.values(counts).every((count) => count === 0) &&
      ordersUnfinished === 0 &&
      surprises.length === 0 &&
      sold <= tickets,
  };
}

function quantiles(tally: Tally, share: number): Record<Timed, number | null> {
  const entries = Object.entries(tally.latencies).map(([name, latencies]) => [
    name,
    latencies.quantile(share),
  ]);
  return Object.fromEntries(entries) as Record<Timed, number | null>;
}

function auditFaults(audit: AuditReport): string[] {
  return audit.checks
    .filter(({ state }) => state === 'broken' || state === 'failed')
    .map(({ name, count, note, rows }) =>
      note === null
        ? `audit: ${name} is broken by ${count} rows, the first ${JSON.stringify(rows[0])}`
        : `audit: ${name} could not be checked: ${note}`,
    );
}

/** Moments in rising order. */
function busiest(moments: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [index, moment] of moments.entries()) {
    while (moment - (moments[first] ?? 0) > busiestWindowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return round(most / (busiestWindowMs / 1000));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
