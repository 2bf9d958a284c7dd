import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';
import { askAgain } from './postgres-failure.ts';

/** The gate's single statements (prisma/migrations/…_transfers_and_entry), as outcomes; an error means that it is unknown. */

export type CheckInOutcome =
  | { readonly kind: 'ENTERED'; readonly version: number }
  | { readonly kind: 'ALREADY'; readonly since: string }
  | { readonly kind: 'VERSION_CHANGED'; readonly version: number }
  /** `ledgerKind`: what the newest entry is, such as REFUND. */
  | { readonly kind: 'NOT_LIVE'; readonly ledgerKind: string }
  | { readonly kind: 'NOT_PAID'; readonly state: string }
  | { readonly kind: 'DISPUTED' | 'EVENT_CANCELLED' | 'NO_TICKET' };

interface OutcomeRow {
  readonly outcome: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** @param version the ledger version that the ticket's code carries */
export async function checkInTicket(
  database: Database,
  ticket: { readonly eventId: string; readonly number: number; readonly version: number },
  actor: string,
): Promise<CheckInOutcome> {
  reach('check-in.before');
  const rows = await askAgain(
    () => database.$queryRaw<OutcomeRow[]>`
    select outcome, detail from check_in_ticket(${ticket.eventId}::uuid, ${ticket.number}::int, ${ticket.version}::int,
      ${actor}::uuid)`,
  );
  reach('check-in.after');
  return outcomeOf<CheckInOutcome>(rows);
}

export type UndoOutcome =
  | { readonly kind: 'LEFT'; readonly version: number }
  | { readonly kind: 'NOT_ENTERED'; readonly ledgerKind: string }
  | { readonly kind: 'NO_TICKET' };

export async function undoCheckIn(
  database: Database,
  ticket: { readonly eventId: string; readonly number: number },
  actor: string,
  reason: string,
): Promise<UndoOutcome> {
  reach('undo-check-in.before');
  const rows = await askAgain(
    () => database.$queryRaw<OutcomeRow[]>`
    select outcome, detail from undo_check_in(${ticket.eventId}::uuid, ${ticket.number}::int, ${actor}::uuid, ${reason})`,
  );
  reach('undo-check-in.after');
  return outcomeOf<UndoOutcome>(rows);
}

function outcomeOf<T>([row]: readonly OutcomeRow[]): T {
  if (row === undefined) throw new Error('the statement answered nothing');
  const { kind: ledgerKind, ...facts } = row.detail;
  return { ...facts, ...(ledgerKind === undefined ? {} : { ledgerKind }), kind: row.outcome } as T;
}

export interface EnteredTicketRow {
  readonly number: number;
  readonly version: number;
  readonly kind: string;
  readonly at: Date;
  readonly holderName: string | null;
  readonly categoryName: string;
  readonly zone: string | null;
  readonly row: string | null;
  readonly label: string | null;
}

/** What the gate is shown of a ticket: its newest entry, its place, whose it is. */
export async function loadGateTicket(
  database: Database,
  eventId: string,
  number: number,
): Promise<EnteredTicketRow | null> {
  const rows = await database.$queryRaw<EnteredTicketRow[]>`
    select h.ticket_number as number, h.version, h.kind, l.at, u.name as "holderName", c.name as "categoryName",
      s.zone, s.row_label as "row", s.label
    from ticket_holders h
    join ticket_ledger l on l.event_id = h.event_id and l.ticket_number = h.ticket_number and l.version = h.version
    join tickets t on t.event_id = h.event_id and t.number = h.ticket_number
    join categories c on c.event_id = t.event_id and c.id = t.category_id
    left join users u on u.id = h.holder
    left join seats s on s.plan_id = t.plan_id and s.seat_index = t.seat_index
    where h.event_id = ${eventId}::uuid and h.ticket_number = ${number}::int`;
  return rows[0] ?? null;
}
