import { runAudit } from '@fairgate/auditor/run-audit.ts';
import { markJournal, readJournalFacts } from '@fairgate/launcher/mark-journal.ts';
import type { Stack } from '@fairgate/launcher/stack.ts';
import { findDoubleSales } from '@fairgate/rehearsal/outcome/find-double-sales.ts';
import { settle } from '@fairgate/rehearsal/outcome/settle.ts';
import { environmentVariables } from '@fairgate/shared/config.ts';
import { connectDatabase } from '@fairgate/shared/database/client.ts';
import { connectStripe } from '@fairgate/shared/payments/connect-stripe.ts';
import { type ReplayReport, runReplay } from '../replay/run-replay.ts';
import { restoreBackup } from '../restore/restore-backup.ts';
import type { DrillGround } from './drill-ground.ts';
import type { RestoreResult } from './drill-report.ts';
import { lostActs, lostOrders } from './lost.ts';
import { onDatabase } from './on-database.ts';
import { type Disaster, seconds } from './sell-until-disaster.ts';

const settleMs = 120_000;
const opensWithinMs = 30_000;

export interface BroughtBack {
  readonly result: RestoreResult;
  /** Runs with its services; the caller stops it. */
  readonly stack: Stack;
}

/** Restores, replays, starts and judges, as docs/recovery.md tells people to. The clock runs from the first step on. */
export async function bringBack(
  ground: DrillGround,
  disaster: Disaster,
  secondsBefore: number | null,
  signal: AbortSignal,
): Promise<BroughtBack> {
  const target = secondsBefore === null ? 'latest' : `${secondsBefore} s before`;
  const name = secondsBefore === null ? 'latest' : 'earlier';
  const startedMs = Date.now();
  const restored = await restoreBackup({
    ...{ home: ground.backups, guard: ground.guard, environment: environmentVariables() },
    to: secondsBefore === null ? null : new Date(disaster.at.getTime() - secondsBefore * 1000),
    into: ground.place(name),
  });
  const restoreSeconds = seconds(startedMs);
  const stores = await ground.open(name, { services: false, journal: ground.journal });
  const replayedMs = Date.now();
  const { databaseUrl } = stores;
  const alone = await lostOrders(databaseUrl, disaster);
  const actsAlone = await lostActs(databaseUrl, disaster.show.eventId, disaster.acts);
  const journal = ground.place(`journal-${name}`);
  const replay = await replayOn(stores, ground)
    .then(async (report) => {
      await markJournal(journal, (await readJournalFacts(stores.databaseUrl)).installationId);
      return report;
    })
    .finally(stores.stop);
  const replaySeconds = seconds(replayedMs);
  const stack = await ground.open(name, { services: true, journal });
  try {
    await untilOpen(stack, disaster);
    const rtoSeconds = seconds(startedMs);
    const after = await judgeStack(stack, disaster, signal);
    return {
      stack,
      result: {
        ...{ target, rtoSeconds, restoreSeconds, replaySeconds, ...after },
        restoredTo: restored.restoredTo,
        databaseRpoSeconds: Math.round((disaster.at.getTime() - Date.parse(restored.restoredTo)) / 100) / 10,
        acknowledgedOrders: disaster.acknowledged.length,
        broughtBack: alone.length - after.acknowledgedLost,
        actsBroughtBack: actsAlone.length - after.actsLost,
        journalLines: replay.journal?.lines ?? 0,
        faults: [...replay.open, ...after.faults],
      },
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function replayOn(stack: Stack, ground: DrillGround): Promise<ReplayReport> {
  const database = connectDatabase(stack.databaseUrl, 'drill', 2);
  const { secretKey, apiUrl } = stack.stripe;
  const stripe = connectStripe(secretKey, apiUrl, () => Promise.resolve());
  return runReplay({ database, stripe, journal: ground.journal, keepShut: false }).finally(() =>
    database.$disconnect(),
  );
}

/** Sales are open when a stranger who asks to come in is told about the place, and not about the stores. */
async function untilOpen(stack: Stack, { show }: Disaster): Promise<void> {
  const until = Date.now() + opensWithinMs;
  for (;;) {
    const answer = await fetch(`${stack.gatewayUrl}/v1/drops/${show.dropId}/status`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    if (Date.now() > until) throw new Error('sales are not open again');
  }
}

type Judged = Pick<
  RestoreResult,
  'acknowledgedLost' | 'actsLost' | 'doubleSold' | 'unfinished' | 'auditFailures' | 'faults'
>;

async function judgeStack(stack: Stack, disaster: Disaster, signal: AbortSignal): Promise<Judged> {
  const { databaseUrl, redisUrl, stripe } = stack;
  return onDatabase(databaseUrl, async (database) => {
    const underWay = await settle(database, settleMs, signal);
    const audit = await runAudit({
      ...{ databaseUrl, redisUrl, stripeSecretKey: stripe.secretKey, stripeApiUrl: stripe.apiUrl },
      signingKeys: [JSON.parse(stack.environment.SIGNING_KEY ?? '')],
    });
    const broken = audit.checks.filter(({ state }) => state === 'broken' || state === 'failed');
    const lost = await lostOrders(databaseUrl, disaster);
    const acts = await lostActs(databaseUrl, disaster.show.eventId, disaster.acts);
    const doubles = await findDoubleSales(database, disaster.show.eventId, disaster.memories);
    return {
      acknowledgedLost: lost.length,
      actsLost: acts.length,
      doubleSold: doubles.length,
      unfinished: Object.values(underWay).reduce((sum, count) => sum + count, 0),
      auditFailures: broken.length,
      faults: [
        ...lost.map((orderId) => `order ${orderId} was acknowledged and is lost`),
        ...acts.map(({ kind, ticket }) => `${kind} of ticket ${ticket} was acknowledged and is lost`),
        ...doubles.map(({ ticket, seen }) => `ticket ${ticket}: ${seen}`),
        ...broken.map((check) => `${check.name}: ${check.note ?? JSON.stringify(check.rows[0])}`),
      ],
    };
  });
}
