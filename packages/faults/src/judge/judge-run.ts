import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAudit } from '@fairgate/auditor/run-audit.ts';
import pg from 'pg';
import { checkHistory } from '../history/check-history.ts';
import type { HistoryEvent } from '../history/history.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import type { Venue } from '../workload/venue.ts';
import { loadWorld } from './load-world.ts';
import { probeSale } from './probe-sale.ts';
import { settle } from './settle.ts';
import type { Violation } from './violation.ts';

export interface RunFacts {
  readonly history: readonly HistoryEvent[];
  readonly faultsEndedMs: number;
  /** When Redis first forgot something. Unix milliseconds; infinite where it did not. */
  readonly leasesKeptUntilMs: number;
  /** False where the sale is over, or shut on purpose. */
  readonly saleGoesOn?: boolean;
}

/** Looks at everything once faults have ended: does it finish, does the sale go on, and is what came of it right? */
export async function judgeRun(
  stack: FaultStack,
  venue: Venue,
  facts: RunFacts,
  signal: AbortSignal,
): Promise<readonly Violation[]> {
  const halted = facts.saleGoesOn === false ? [] : await probeSale(venue);
  const database = new pg.Client({ connectionString: stack.ownerDatabaseUrl });
  database.on('error', () => undefined);
  await database.connect();
  try {
    const unfinished = await settle(database, signal);
    return [
      ...halted,
      ...unfinished,
      ...(await audit(stack)),
      ...(await compareWithHistory(stack, venue, facts, database)),
      ...(await findLostMails(stack, database)),
      ...findDeadlocks(stack),
    ];
  } finally {
    await database.end();
  }
}

/** Every check of the auditor. */
export async function audit(stack: FaultStack): Promise<readonly Violation[]> {
  const report = await runAudit({
    databaseUrl: stack.databaseUrl,
    redisUrl: stack.redisUrl(),
    stripeSecretKey: stack.secrets.stripeSecretKey,
    stripeApiUrl: stack.stripeUrl,
    signingKeys: [JSON.parse(stack.secrets.signingKey)],
  });
  return report.checks
    .filter(({ state }) => state === 'broken' || state === 'failed')
    .map(
      (check): Violation => ({
        rule: `audit ${check.name}`,
        sentence: `${check.invariant}: ${check.note ?? `${check.count} break it`}`,
        evidence: check.rows,
      }),
    );
}

async function compareWithHistory(
  stack: FaultStack,
  venue: Venue,
  facts: RunFacts,
  database: pg.Client,
): Promise<readonly Violation[]> {
  const world = await loadWorld(database, stack.stripeControl, venue.show.eventId);
  const { faultsEndedMs, leasesKeptUntilMs } = facts;
  const perCustomerLimit = venue.settings.limit;
  return checkHistory(facts.history, { ...world, faultsEndedMs, leasesKeptUntilMs, perCustomerLimit }).map(
    ({ rule, sentence, events }): Violation => ({ rule, sentence, evidence: events }),
  );
}

/** A mail that counts as sent lies in the folder. */
async function findLostMails(stack: FaultStack, database: pg.Client): Promise<readonly Violation[]> {
  const { rows } = await database.query<{ template: string; subject: string }>(
    `select payload->>'template' as template, coalesce(payload->>'refundId', payload->>'orderId') as subject from outbox
     where topic = 'mail' and done_at is not null and payload->>'template' like 'order-%'`,
  );
  const lost = rows.filter(
    ({ template, subject }) => !existsSync(join(stack.mailFolder, `${template}-${subject}.json`)),
  );
  if (lost.length === 0) return [];
  const sentence = `${lost.length} mails count as sent and never left`;
  return [{ rule: 'a mail that counts as sent was sent', sentence, evidence: lost }];
}

/** Everything is locked in one order, so none may happen. A crash of Postgres forgets its counters, not its log. */
function findDeadlocks(stack: FaultStack): readonly Violation[] {
  const file = join(stack.logFolder, 'postgres.log');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const found = lines.filter((line) => line.includes('deadlock detected'));
  if (found.length === 0) return [];
  return [
    { rule: 'no dead-lock', sentence: `${found.length} dead-locks (40P01)`, evidence: found.slice(0, 5) },
  ];
}
