import type { Dispute, Refund } from '@fairgate/shared/contracts/refunds.ts';
import type { DisputeView, RefundView } from '@fairgate/shared/database/refund-views.ts';
import { refundWords } from '@fairgate/shared/states/refund-states.ts';

export function showRefund(view: RefundView): Refund {
  return {
    refundId: view.refundId,
    eventId: view.eventId,
    orderId: view.orderId,
    state: view.state,
    words: refundWords[view.state],
    cause: view.cause,
    amountMinor: view.amountMinor,
    feeMinor: view.feeMinor,
    currency: view.currency,
    tickets: view.tickets.map(({ number, amountMinor, feeMinor }) => ({ number, amountMinor, feeMinor })),
    reason: view.reason,
    failure: view.failure,
    createdAt: view.createdAt.toISOString(),
    settledAt: view.settledAt?.toISOString() ?? null,
  };
}

export function showDispute(view: DisputeView): Dispute {
  return {
    disputeId: view.disputeId,
    orderId: view.orderId,
    state: view.state,
    amountMinor: view.amountMinor,
    currency: view.currency,
    reason: view.reason,
    evidenceDue: view.evidenceDue?.toISOString() ?? null,
    ticketsRevoked: view.revokedCount,
    openedAt: view.openedAt.toISOString(),
    closedAt: view.closedAt?.toISOString() ?? null,
  };
}
