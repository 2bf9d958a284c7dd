import type { DropReport } from '@fairgate/shared/contracts/drop-report.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { loadDrawFacts } from '@fairgate/shared/database/draws.ts';
import type { DropRecord } from '@fairgate/shared/database/drop-record.ts';
import {
  type LaneReportRow,
  loadBought,
  loadDropStanding,
  loadLaneReports,
  loadSoldOutAt,
} from '@fairgate/shared/database/drop-report.ts';
import { loadLineSamples } from '@fairgate/shared/database/line-samples.ts';
import { type LogReport, loadLogReport, loadWaited } from '@fairgate/shared/database/report-log.ts';
import { dropEnd } from '@fairgate/shared/domain/drop-end.ts';
import { type DropPhaseName, dropPhase } from '@fairgate/shared/domain/drop-phase.ts';
import { judgeEstimates } from '@fairgate/shared/domain/judge-estimates.ts';
import { countPeople } from '@fairgate/shared/domain/ranks.ts';

/** Entries whose promised wait is held against the one they had. */
const entriesJudgedMax = 2_000;

export type MadeReport =
  | { readonly kind: 'report'; readonly report: DropReport }
  /** It is not over: figures would be about people who still wait. */
  | { readonly kind: 'notOver'; readonly phase: DropPhaseName; readonly underWay: number };

/** What a drop was, from what Postgres knows; one question after the other, since nobody waits for it by the second. */
export async function makeDropReport(database: Database, drop: DropRecord): Promise<MadeReport> {
  const ids = { eventId: drop.eventId, dropId: drop.id };
  const standing = await loadDropStanding(database, ids);
  const phase = dropPhase(drop, standing.offered === 0 ? null : standing.unsold, standing.atMs);
  const underWay = standing.shoppers + standing.ordersUnfinished;
  // Before anything heavy is read. Whoever asks about a drop that runs asks often.
  if (!(phase === 'closed' || (phase === 'soldOut' && underWay === 0)))
    return { kind: 'notOver', phase, underWay };
  const soldOutMs = (await loadSoldOutAt(database, ids))?.getTime() ?? null;
  const end = dropEnd({
    ...{ phase, soldOutMs, underWay, lastLeftMs: standing.lastLeftMs },
    // One that was closed and opened again ended otherwise.
    closedMs: drop.state === 'CLOSED' ? standing.closedMs : null,
    closesMs: drop.closesMs !== null && drop.closesMs <= standing.atMs ? drop.closesMs : null,
  });
  if (end === null) return { kind: 'notOver', phase, underWay };

  const rows = await loadLaneReports(database, ids, new Date(drop.opensMs));
  const logged = await loadLogReport(database, ids);
  const draw = await loadDrawFacts(database, drop.id);
  const admitted = rows.reduce((sum, row) => sum + row.admitted, 0);
  return {
    kind: 'report',
    report: {
      ...ids,
      madeAt: new Date(standing.atMs).toISOString(),
      opensAt: new Date(drop.opensMs).toISOString(),
      firstTurnAt: logged.firstTurnsAt?.toISOString() ?? null,
      soldOutAt: instantOf(soldOutMs),
      endedAt: instantOf(end.atMs),
      endedBy: end.by,
      ordersUnfinished: standing.ordersUnfinished,
      tickets: { offered: standing.offered, sold: standing.sold },
      bought: await loadBought(database, ids),
      bypasses: logged.beforeTurn,
      lanes: showLanes(rows, logged),
      draw:
        draw === null
          ? null
          : { state: draw.state, proof: draw.proof, drawnAt: draw.drawnAt?.toISOString() ?? null },
      admissionLog: showLog(logged),
      admissionsNotLogged: Math.max(0, admitted - logged.admissions),
      estimates: await judge(database, drop),
    },
  };
}

function showLanes(rows: readonly LaneReportRow[], logged: LogReport): DropReport['lanes'] {
  const weights = rows.reduce((sum, { weight }) => sum + weight, 0);
  return rows.map((row) => {
    const { lane, name, entrants, admitted, turnsTaken, replaced } = row;
    // Who left the last place of a lane for another one left nothing in Postgres but the count of the log.
    const placesGiven = Math.max(
      countPeople(row.indices, row.skipped),
      logged.joined[lane] ?? 0,
      entrants + replaced,
    );
    const turnsGiven = Math.max(row.served, logged.served[lane] ?? 0, turnsTaken);
    return {
      ...{ lane, name, entrants, placesGiven, turnsGiven, turnsTaken, admitted },
      sharePercent: tenths((100 * row.weight) / weights),
      placesReplaced: replaced,
      placesLeft: placesGiven - entrants - replaced,
      turnsNotTaken: turnsGiven - turnsTaken,
      medianWaitSeconds: row.waits === null ? null : tenths(row.waits[0]),
      p90WaitSeconds: row.waits === null ? null : tenths(row.waits[1]),
    };
  });
}

function showLog({ head, admissions }: LogReport): DropReport['admissionLog'] {
  if (head === null) return null;
  const { seq, at, hash, keyId, signature } = head;
  return {
    ...{ seq, keyId, signature, admissions },
    at: at.toISOString(),
    hash: Buffer.from(hash).toString('hex'),
  };
}

async function judge(database: Database, drop: DropRecord): Promise<DropReport['estimates']> {
  const ids = { eventId: drop.eventId, dropId: drop.id };
  const samples = await loadLineSamples(database, ids);
  const entries = await loadWaited(database, ids, entriesJudgedMax);
  const weights = drop.lanes.map(({ weight }) => weight);
  const verdict = judgeEstimates(samples, entries, drop.opensMs, weights);
  const { medianErrorPercent, withinPromisePercent } = verdict;
  return {
    ...verdict,
    samples: samples.length,
    entries: entries.length,
    medianErrorPercent: medianErrorPercent === null ? null : tenths(medianErrorPercent),
    withinPromisePercent: withinPromisePercent === null ? null : tenths(withinPromisePercent),
  };
}

function instantOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
