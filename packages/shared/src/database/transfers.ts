import { reach } from '../process/crash-points.ts';
import type { TransferState } from '../states/transfer-states.ts';
import type { Database } from './client.ts';
import { askAgain } from './postgres-failure.ts';

/**
 * The statements by which tickets change hands (prisma/migrations/…_transfers_and_entry). Each answers with a named
 * outcome; an error means that the outcome is unknown, and asking again is always safe.
 */

export interface TransferDraft {
  readonly eventId: string;
  readonly number: number;
  /** Of the ticket's ledger, as the giver saw it. */
  readonly version: number;
  readonly transferId: string;
  readonly fromAccount: string;
  readonly toEmail: string;
  readonly seconds: number;
}

export type OfferOutcome =
  | { readonly kind: 'OFFERED' | 'REPLAYED' | 'KEY_REUSED' | 'NOT_HOLDER' }
  | { readonly kind: 'VERSION_CHANGED'; readonly version: number }
  | { readonly kind: 'NOT_PAID'; readonly state: string }
  | { readonly kind: 'ALREADY_OFFERED'; readonly transferId: string }
  /** `limit`: offers of one giver in a day. */
  | { readonly kind: 'TOO_MANY'; readonly limit: number }
  | { readonly kind: 'ENTERED' | 'DISPUTED' | 'EVENT_CANCELLED' | 'EVENT_OVER' };

interface OutcomeRow {
  readonly outcome: string;
  readonly detail: object;
}

export async function offerTransfer(database: Database, draft: TransferDraft): Promise<OfferOutcome> {
  reach('offer-transfer.before');
  const rows = await askAgain(
    () => database.$queryRaw<OutcomeRow[]>`
      select outcome, detail from offer_transfer(${draft.eventId}::uuid, ${draft.number}::int, ${draft.version}::int,
        ${draft.transferId}::uuid, ${draft.fromAccount}::uuid, ${draft.toEmail}, ${draft.seconds}::int)`,
  );
  reach('offer-transfer.after');
  return outcomeOf(rows);
}

export interface TransferRef {
  readonly eventId: string;
  readonly transferId: string;
}

export type AcceptOutcome =
  | { readonly kind: 'ACCEPTED'; readonly version: number }
  | { readonly kind: 'ENDED'; readonly state: TransferState }
  | { readonly kind: 'NOT_PAID'; readonly state: string }
  | {
      readonly kind: 'ALREADY' | 'NO_TRANSFER' | 'OWN_TICKET' | 'DISPUTED' | 'EVENT_CANCELLED' | 'EVENT_OVER';
    };

export async function acceptTransfer(
  database: Database,
  { eventId, transferId }: TransferRef,
  accountId: string,
): Promise<AcceptOutcome> {
  reach('accept-transfer.before');
  const rows = await askAgain(
    () => database.$queryRaw<OutcomeRow[]>`
      select outcome, detail from accept_transfer(${eventId}::uuid, ${transferId}::uuid, ${accountId}::uuid)`,
  );
  reach('accept-transfer.after');
  return outcomeOf(rows);
}

export type EndOutcome =
  | { readonly kind: 'WITHDRAWN' | 'DECLINED' | 'ALREADY' | 'NO_TRANSFER' }
  | { readonly kind: 'ENDED'; readonly state: TransferState };

export async function endTransfer(
  database: Database,
  { eventId, transferId }: TransferRef,
  to: 'WITHDRAWN' | 'DECLINED',
): Promise<EndOutcome> {
  reach('end-transfer.before');
  const rows = await askAgain(
    () => database.$queryRaw<OutcomeRow[]>`
      select outcome, detail from end_transfer(${eventId}::uuid, ${transferId}::uuid, ${to})`,
  );
  reach('end-transfer.after');
  return outcomeOf(rows);
}

/** Ends at most `max` offers that ran out, whichever nobody else is about to end; answers how many. */
export async function expireTransfers(database: Database, max: number): Promise<number> {
  reach('expire-transfers.before');
  const ended = await database.$executeRaw`
    update transfers t set state = 'EXPIRED', settled_at = clock_timestamp()
    from (select event_id, id from transfers where state = 'OFFERED' and expires_at <= clock_timestamp()
      order by expires_at limit ${max}::int for update skip locked) due
    where t.event_id = due.event_id and t.id = due.id`;
  if (ended > 0) reach('expire-transfers.after');
  return ended;
}

function outcomeOf<T>([row]: readonly OutcomeRow[]): T {
  if (row === undefined) throw new Error('the statement answered nothing');
  return { ...row.detail, kind: row.outcome } as T;
}
