import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { checkHistory } from '../history/check-history.ts';
import { type HistoryEvent, openHistory } from '../history/history.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import type { Venue } from '../workload/venue.ts';
import { auditAtRest } from './audit-stack.ts';
import { findDeadlocks } from './find-deadlocks.ts';
import { judgeMails, loadMails } from './judge-mails.ts';
import { loadWorld, withSentBack } from './load-world.ts';
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
  const fromMs = Date.now();
  const probed = openHistory();
  const halted = facts.saleGoesOn === false ? [] : await probeSale(venue, probed);
  const database = new pg.Client({ connectionString: stack.ownerDatabaseUrl });
  database.on('error', () => undefined);
  await database.connect();
  try {
    const unfinished = await settle(database, signal, fromMs);
    const history = [...facts.history, ...probed.events];
    return [
      ...halted,
      ...unfinished,
      ...(await auditAtRest(stack)),
      ...(await compareWithHistory(stack, venue, { ...facts, history }, database)),
      ...(await mailsOf(stack, database)),
      ...findDeadlocks(join(stack.logFolder, 'postgres.log')),
    ];
  } finally {
    await database.end();
  }
}

async function compareWithHistory(
  stack: FaultStack,
  venue: Venue,
  facts: RunFacts,
  database: pg.Client,
): Promise<readonly Violation[]> {
  const world = await loadWorld(database, stack.stripeControl, venue.show.eventId);
  const { history, faultsEndedMs, leasesKeptUntilMs } = facts;
  const money = await withSentBack(world.money, stack);
  const known = { faultsEndedMs, leasesKeptUntilMs, perCustomerLimit: venue.settings.limit };
  const faults = checkHistory(history, { ...world, money, ...known }, venue.past);
  venue.past.push(...history);
  return faults.map(({ rule, sentence, events }): Violation => ({ rule, sentence, evidence: events }));
}

async function mailsOf(stack: FaultStack, database: pg.Client): Promise<readonly Violation[]> {
  const { owed, sent } = await loadMails(database);
  return judgeMails(owed, sent, (name) => existsSync(join(stack.mailFolder, `${name}.json`)));
}
