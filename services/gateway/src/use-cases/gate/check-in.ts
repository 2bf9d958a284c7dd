import type { KeyObject } from 'node:crypto';
import type { CheckIn } from '@fairgate/shared/contracts/check-ins.ts';
import {
  type CheckInOutcome,
  checkInTicket,
  type EnteredTicketRow,
  loadGateTicket,
} from '@fairgate/shared/database/check-ins.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { keyIdOfTicketCode, verifyTicketCode } from '@fairgate/shared/tokens/ticket-code.ts';
import type { Account } from '../../access/policy.ts';
import { requireEvent } from '../../catalogue/event-access.ts';

export interface GateStores {
  readonly database: Database;
  /** By key id: the key that signs codes, and others with which codes that are about were signed. */
  readonly ticketKeys: ReadonlyMap<string, KeyObject>;
}

/** Lets the holder of a code in, once: the ledger takes one CHECKIN, whichever gate was first. */
export async function checkIn(
  { database, ticketKeys }: GateStores,
  account: Account,
  eventId: string,
  code: string,
): Promise<CheckIn> {
  await requireEvent(database, account, eventId, 'gate');
  const key = ticketKeys.get(keyIdOfTicketCode(code) ?? '');
  const ticket = key === undefined ? null : verifyTicketCode(code, key);
  if (ticket === null) throw new Problem('TICKET_CODE_INVALID');
  if (ticket.eventId !== eventId) throw new Problem('TICKET_OF_OTHER_EVENT', { eventId: ticket.eventId });
  const outcome = await checkInTicket(database, ticket, account.id);
  if (outcome.kind !== 'ENTERED') throw checkInProblem(outcome);
  return checkInBody(await gateTicket(database, eventId, ticket.number), outcome.version);
}

export async function gateTicket(
  database: Database,
  eventId: string,
  number: number,
): Promise<EnteredTicketRow> {
  const row = await loadGateTicket(database, eventId, number);
  if (row === null) throw new Error(`ticket ${number} is not there`);
  return row;
}

export function checkInBody(row: EnteredTicketRow, version: number): CheckIn {
  return {
    number: row.number,
    version,
    categoryName: row.categoryName,
    seat: row.zone === null ? null : { zone: row.zone, row: row.row ?? '', label: row.label ?? '' },
    holderName: row.holderName,
    at: row.at.toISOString(),
  };
}

function checkInProblem(outcome: Exclude<CheckInOutcome, { kind: 'ENTERED' }>): Problem {
  switch (outcome.kind) {
    case 'ALREADY':
      return new Problem('STATE_CONFLICT', {
        state: 'ENTERED',
        since: new Date(outcome.since).toISOString(),
      });
    case 'VERSION_CHANGED':
      return new Problem('TICKET_CODE_OLD', { version: outcome.version });
    case 'NOT_LIVE':
      return new Problem('STATE_CONFLICT', { state: outcome.ledgerKind });
    case 'NOT_PAID':
      return new Problem('STATE_CONFLICT', { state: outcome.state });
    case 'DISPUTED':
      return new Problem('STATE_CONFLICT', { state: 'DISPUTED' });
    case 'EVENT_CANCELLED':
      return new Problem('EVENT_CANCELLED');
    case 'NO_TICKET':
      return new Problem('NOT_FOUND');
  }
}
