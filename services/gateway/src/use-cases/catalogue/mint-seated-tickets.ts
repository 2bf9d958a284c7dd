import type { MintResult, SeatedMint } from '@fairgate/shared/contracts/tickets.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { assignSeats, findUnknownNames, type SeatAssignments } from '@fairgate/shared/domain/assign-seats.ts';
import { listedFaultsMax } from '@fairgate/shared/domain/catalogue-limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { loadPlanSeats } from '../../catalogue/load-plan-seats.ts';
import { malformedFields } from '../../catalogue/malformed.ts';
import { assertMintable, runMint } from '../../catalogue/mint-statement.ts';
import { requireCategories, requireOpenDrop } from '../../catalogue/ticket-targets.ts';
import { countInNoDrop } from '../../catalogue/tickets-in-no-drop.ts';

/** Mints that cross each other take turns; so many times one looks again at which seats are left. */
const attemptsMax = 3;

/**
 * Tickets for the seats of the event's plan, numbered in the plan's order. Every seat gets at most one live ticket, so
 * that the same request said twice makes nothing new.
 */
export async function mintSeatedTickets(
  database: Database,
  account: Account,
  eventId: string,
  mint: SeatedMint,
): Promise<MintResult> {
  const event = await requireEvent(database, account, eventId, 'edit');
  const { planId, vendorId, ticketCount } = event;
  if (planId === null) throw new Problem('STATE_CONFLICT', { state: 'NO_PLAN' });
  const named = mint.assignments.map(({ categoryId: id }, at) => ({
    id,
    pointer: `/assignments/${at}/categoryId`,
  }));
  await requireCategories(database, eventId, named);
  if (mint.dropId !== undefined) await requireOpenDrop(database, eventId, mint.dropId);
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const seats = await loadPlanSeats(database, eventId, planId);
    assertNamesKnown(seats, mint);
    const free = seats.filter((seat) => !seat.ticketed);
    const assigned = assignSeats(free, mint.assignments);
    const alreadyTicketed = seats.length - free.length;
    const result = async (first: number | null) => ({
      ...mintResult(first, assigned, alreadyTicketed),
      ...(await countInNoDrop(database, eventId)),
    });
    if (assigned.seatIndexes.length === 0) return result(null);
    assertMintable(ticketCount, assigned.seatIndexes.length);
    const detail = { kind: 'seated', minted: assigned.seatIndexes.length, dropId: mint.dropId ?? null };
    const note = { actor: account.id, vendorId, action: 'tickets.mint', subject: `event:${eventId}`, detail };
    const batch = { kind: 'seated', planId, ...assigned } as const;
    const first = await runMint(database, eventId, mint.dropId ?? null, batch, note);
    if (first !== 'seatTaken') return result(first);
  }
  throw new Problem('STATE_CONFLICT', { state: 'SEATS_CHANGING' });
}

function assertNamesKnown(seats: Parameters<typeof findUnknownNames>[0], mint: SeatedMint): void {
  const unknown = findUnknownNames(seats, mint.assignments);
  if (unknown.length === 0) return;
  throw malformedFields(
    unknown.slice(0, listedFaultsMax).map(({ rule, list, at }) => ({
      pointer: `/assignments/${rule}/${list}/${at}`,
      detail: 'is not in the plan',
    })),
  );
}

function mintResult(
  firstNumber: number | null,
  assigned: SeatAssignments,
  alreadyTicketed: number,
): Omit<MintResult, 'inNoDrop' | 'hint'> {
  const byCategory = new Map<string, number>();
  for (const categoryId of assigned.categoryIds)
    byCategory.set(categoryId, (byCategory.get(categoryId) ?? 0) + 1);
  return {
    minted: assigned.seatIndexes.length,
    firstNumber,
    unassigned: assigned.unassigned,
    alreadyTicketed,
    byCategory: [...byCategory].map(([categoryId, tickets]) => ({ categoryId, tickets })),
  };
}
