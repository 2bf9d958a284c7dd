import type { Database } from '@fairgate/shared/database/client.ts';
import {
  openSales,
  type RecoveryState,
  readRecoveryState,
  shutSales,
} from '@fairgate/shared/database/recovery-state.ts';
import { recountQuotas } from '@fairgate/shared/database/replay.ts';
import { markerFault, readMarker } from '@fairgate/shared/journal/journal-marker.ts';
import { holdsJournal, readJournal } from '@fairgate/shared/journal/read-journal.ts';
import type Stripe from 'stripe';
import { type JournalReplay, replayJournal } from './replay-journal.ts';
import { replayStripe, type StripeReplay } from './replay-stripe.ts';

export interface ReplayRequest {
  readonly database: Database;
  readonly stripe: Stripe;
  /** null: there is no journal; Stripe's copies alone are asked. */
  readonly journal: string | null;
  /** Goes on without a journal although this database wrote one. */
  readonly stripeAlone?: boolean;
  /** From when on something may be missing; by default the moment that the restore noted. */
  readonly since?: Date | undefined;
  /** Sales stay shut at the end. */
  readonly keepShut: boolean;
}

export interface ReplayReport {
  readonly since: string;
  readonly journal:
    | (JournalReplay & {
        readonly files: number;
        readonly unreadable: readonly string[];
        readonly damaged: readonly string[];
      })
    | null;
  readonly stripe: StripeReplay;
  readonly quotasCorrected: number;
  readonly salesOpen: boolean;
  /** What a person has to look at. */
  readonly open: readonly string[];
}

/** Lines were written while the database went on: some earlier ones are read again, which changes nothing. */
const EARLIER_MS = 600_000;

/** Shut, journal, Stripe, quotas, open. May be run again, also after it broke off. */
export async function runReplay(request: ReplayRequest): Promise<ReplayReport> {
  const { database } = request;
  const state = await readRecoveryState(database);
  const since = request.since ?? state.restoredTo;
  if (since === null)
    throw new Error('This database was not restored. Say since when something is missing: --since <time>');
  const fault = await journalFault(request.journal, state);
  if (fault !== null && request.stripeAlone !== true) throw new Error(fault);
  await shutSales(database, state.shutReason ?? 'a replay is under way');
  const journal =
    request.journal === null || fault !== null ? null : await fromJournal(database, request.journal, since);
  const stripe = await replayStripe(database, request.stripe, since);
  const quotasCorrected = await recountQuotas(database);
  if (!request.keepShut) await openSales(database);
  return {
    since: since.toISOString(),
    journal,
    stripe,
    quotasCorrected,
    salesOpen: !request.keepShut,
    open: [
      ...(journal?.damaged ?? []).map(
        (place) => `the journal is damaged at ${place}: lines may be missing there`,
      ),
      ...(journal?.open ?? []),
      ...stripe.open,
    ],
  };
}

const withoutIt =
  '. --stripe-alone goes on without it: free orders, transfers and refunds of the lost time are then gone.';

/**
 * Why there is no journal to read although there should be one, and what to do; null: it can be read, or there never was
 * one. Where sales lie in the folder, going on without them is no advice.
 */
async function journalFault(
  folder: string | null,
  { journalOn, installationId }: RecoveryState,
): Promise<string | null> {
  if (folder === null)
    return journalOn
      ? `This database wrote a sale journal, and none is named: set FAIRGATE_JOURNAL or say --journal <folder>${withoutIt}`
      : null;
  const marker = await readMarker(folder, installationId);
  const fault = markerFault(folder, marker);
  if (fault !== null)
    return `There is no journal of this database: ${fault}${marker.kind === 'absent' ? withoutIt : ''}`;
  return holdsJournal(folder)
    ? null
    : `There is no journal in ${folder}: it holds no file of sales${withoutIt}`;
}

async function fromJournal(
  database: Database,
  folder: string,
  since: Date,
): Promise<ReplayReport['journal']> {
  const { entries, files, unreadable, damaged } = await readJournal(
    folder,
    new Date(since.getTime() - EARLIER_MS),
  );
  return { ...(await replayJournal(database, entries)), files, unreadable, damaged };
}
