import type { Drop } from '@fairgate/shared/contracts/drops.ts';
import type { DropRow } from '@fairgate/shared/database/rows.ts';
import { dropPhase } from '@fairgate/shared/domain/drop-phase.ts';
import { dropClock } from './show-event.ts';

/** For a Prisma `include`: how many live tickets the drop has. */
export const withTicketCount = { _count: { select: { tickets: { where: { retiredAt: null } } } } } as const;

export function showDrop(
  row: DropRow & { readonly _count: { readonly tickets: number } },
  nowMs: number,
): Drop {
  return {
    id: row.id,
    eventId: row.eventId,
    name: row.name,
    opensAt: row.opensAt.toISOString(),
    closesAt: row.closesAt?.toISOString() ?? null,
    state: row.state as Drop['state'],
    phase: dropPhase(dropClock(row), null, nowMs),
    perCustomerLimit: row.perCustomerLimit,
    shopperCap: row.shopperCap,
    ratePerMinute: row.ratePerMinute,
    holdSeconds: row.holdSeconds,
    paymentSeconds: row.paymentSeconds,
    admissionSeconds: row.admissionSeconds,
    claimSeconds: row.claimSeconds,
    sealSeconds: row.sealSeconds,
    proofOfWork: row.proofOfWork as Drop['proofOfWork'],
    tickets: row._count.tickets,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
