import type { Transfer } from '@fairgate/shared/contracts/transfers.ts';
import type { TransferView } from '@fairgate/shared/database/transfer-views.ts';
import { transferWords } from '@fairgate/shared/states/transfer-states.ts';

/** A transfer as its giver, its receiver, or whoever has its code sees it. */
export function transferBody(view: TransferView, callerId: string): Transfer {
  return {
    transferId: view.transferId,
    eventId: view.eventId,
    eventName: view.eventName,
    startsAt: view.startsAt.toISOString(),
    timeZone: view.timeZone,
    venueName: view.venueName,
    number: view.number,
    categoryName: view.categoryName,
    seat: view.zone === null ? null : { zone: view.zone, row: view.row ?? '', label: view.label ?? '' },
    given: view.fromAccount === callerId,
    fromName: view.giver.name,
    toEmail: view.toEmail,
    state: view.state,
    words: transferWords[view.state],
    createdAt: view.createdAt.toISOString(),
    expiresAt: view.expiresAt.toISOString(),
    settledAt: view.settledAt?.toISOString() ?? null,
  };
}
