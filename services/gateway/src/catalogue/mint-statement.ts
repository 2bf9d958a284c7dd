import type { Database } from '@fairgate/shared/database/client.ts';
import { sql } from '@fairgate/shared/database/sql.ts';
import { ticketsPerEventMax, ticketsPerMintMax } from '@fairgate/shared/domain/limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { type AuditNote, audited } from './audit.ts';
import { republished } from './drop-publication.ts';
import { runPatiently } from './patience.ts';
import { violatedConstraint } from './violated-constraint.ts';

/** Seats of a plan with their categories, position by position; or so many tickets of one category. */
export type MintBatch =
  | {
      readonly kind: 'seated';
      readonly planId: string;
      readonly seatIndexes: readonly number[];
      readonly categoryIds: readonly string[];
    }
  | { readonly kind: 'general'; readonly categoryId: string; readonly quantity: number };

export function batchSize(batch: MintBatch): number {
  return batch.kind === 'seated' ? batch.seatIndexes.length : batch.quantity;
}

/** LIMIT_REACHED when the batch is too large for a mint, or for what the event has already. */
export function assertMintable(present: number, tickets: number): void {
  if (tickets > ticketsPerMintMax)
    throw new Problem('LIMIT_REACHED', { limit: ticketsPerMintMax, asked: tickets });
  if (present + tickets > ticketsPerEventMax)
    throw new Problem('LIMIT_REACHED', { limit: ticketsPerEventMax, present, asked: tickets });
}

/**
 * Makes the tickets, their ledger entries, the audit row and the word to Redis in one statement. Answers with the first
 * number, or `seatTaken` when another mint gave a seat its ticket meanwhile; then nothing happened.
 */
export async function runMint(
  database: Database,
  eventId: string,
  dropId: string | null,
  batch: MintBatch,
  note: AuditNote,
): Promise<number | 'seatTaken'> {
  const count = batchSize(batch);
  const seats =
    batch.kind === 'seated'
      ? sql`${batch.planId}::uuid, ${batch.seatIndexes}::integer[], ${batch.categoryIds}::uuid[]`
      : sql`null, null, array[${batch.categoryId}::uuid]`;
  try {
    const statement = database.$queryRaw<{ first: number }[]>`
      with minted as materialized (
        select mint_tickets(${eventId}::uuid, ${dropId}::uuid, ${seats}, ${count}::integer) as first),
      changed as (select first from minted where first is not null),
      ${audited(note)}, ${republished(eventId, sql`d.id = ${dropId}::uuid`)}
      select first from changed`;
    const rows = await runPatiently(database, statement);
    if (rows[0] === undefined) throw new Problem('EVENT_CANCELLED');
    return rows[0].first;
  } catch (error) {
    switch (violatedConstraint(error)) {
      case 'tickets_live_seat_key':
        return 'seatTaken';
      case 'events_ticket_count':
        throw new Problem('LIMIT_REACHED', { limit: ticketsPerEventMax, asked: count });
      case 'tickets_event_id_category_id_fkey':
      case 'tickets_event_id_drop_id_fkey':
        // It was there a moment ago, and was deleted.
        throw new Problem('NOT_FOUND');
      default:
        throw error;
    }
  }
}
