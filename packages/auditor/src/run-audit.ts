import { ALL_CHECKS } from './checks/all-checks.ts';
import type { AuditSources, Check } from './checks/check.ts';
import { MARK_LAG_SECONDS_MAX } from './checks/redis-checks.ts';
import { openDatabase } from './database/open-database.ts';
import {
  type CheckpointKey,
  checkpointKeys,
  fetchKeys,
  type PublishedKey,
} from './ledger/checkpoint-keys.ts';
import { openRedis } from './redis/open-redis.ts';
import { type AuditReport, type CheckReport, reportOf } from './report.ts';
import { auditMoney } from './stripe/audit-money.ts';
import { connectStripe } from './stripe/stripe-figures.ts';

export interface AuditConnections {
  /** The role of the services is enough: nothing is written. */
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly stripeSecretKey: string;
  readonly stripeApiUrl: string;
  /** Keys that sign checkpoints, as JWKs; of private ones only the public half is used. */
  readonly signingKeys?: readonly PublishedKey[];
  /** A gateway that publishes these keys; asked when none are given. */
  readonly publicUrl?: string;
  /** How long a sold mark may lag the ledger; 5 when not said, 0 where nothing is under way. Seconds. */
  readonly markLagSecondsMax?: number;
}

/**
 * Checks every invariant of an installation, also of one that is running. Throws only when the database cannot be
 * reached; a Redis or a Stripe that is away fails the checks that need it. `onCheck` hears of each check as it is done.
 */
export async function runAudit(
  connections: AuditConnections,
  onCheck: (check: CheckReport) => void | Promise<void> = () => undefined,
): Promise<AuditReport> {
  const startedMs = performance.now();
  const database = await openDatabase(connections.databaseUrl);
  const redis = openRedis(connections.redisUrl);
  const { snapshot, fresh } = database;
  const stripe = connectStripe(connections.stripeSecretKey, connections.stripeApiUrl);
  const sources: AuditSources = {
    snapshot,
    fresh,
    redis,
    markLagSecondsMax: connections.markLagSecondsMax ?? MARK_LAG_SECONDS_MAX,
    checkpointKeys: once(() => findKeys(connections)),
    money: once(() => auditMoney(stripe, snapshot, fresh)),
  };
  try {
    const checks: CheckReport[] = [];
    for (const check of ALL_CHECKS) {
      const report = await runCheck(check, sources);
      checks.push(report);
      await onCheck(report);
    }
    return reportOf(snapshot.at, Math.round(performance.now() - startedMs), checks);
  } finally {
    redis.close();
    await database.close();
  }
}

async function runCheck(check: Check, sources: AuditSources): Promise<CheckReport> {
  const { name, invariant } = check;
  const startedMs = performance.now();
  const durationMs = (): number => Math.round(performance.now() - startedMs);
  try {
    const { count, rows, idle } = await check.find(sources);
    const state = count > 0 ? 'broken' : idle === undefined ? 'holds' : 'idle';
    return { name, invariant, state, count, rows, note: idle ?? null, durationMs: durationMs() };
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    return { name, invariant, state: 'failed', count: 0, rows: [], note, durationMs: durationMs() };
  }
}

async function findKeys(connections: AuditConnections): Promise<readonly CheckpointKey[] | null> {
  if (connections.signingKeys !== undefined) return checkpointKeys(connections.signingKeys);
  return connections.publicUrl === undefined ? null : fetchKeys(connections.publicUrl);
}

/** The first call does it, the others wait for the same answer. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
