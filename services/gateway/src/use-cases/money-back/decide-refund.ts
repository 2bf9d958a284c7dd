import type { Refund, RefundDecision } from '@fairgate/shared/contracts/refunds.ts';
import { listRefunds } from '@fairgate/shared/database/refund-views.ts';
import { decideFailedRefund } from '@fairgate/shared/database/refunds.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { showRefund } from '../../money-back/show-refund.ts';
import { awaitJournal } from '../../sale/await-journal.ts';
import { type RefundStores, requireRefunder, sendMoneyBack } from './refund-order.ts';

/** What becomes of a refund that the bank sent back: Stripe is asked once more, or it was paid back another way. */
export async function decideRefund(
  { database, jobs }: RefundStores,
  account: Account,
  refund: { readonly eventId: string; readonly refundId: string },
  decision: RefundDecision,
): Promise<Refund> {
  await requireRefunder(database, account, refund.eventId);
  const outcome = await decideFailedRefund(database, refund, { ...decision, actor: account.id });
  if (outcome.kind === 'NO_REFUND') throw new Problem('NOT_FOUND');
  const [view] = await listRefunds(database, refund.eventId, { refundId: refund.refundId }, null, 1);
  if (view === undefined) throw new Error(`refund ${refund.refundId} is not there`);
  // What was decided is told once the journal has it, also to whoever asks again.
  await awaitJournal(database, { eventId: refund.eventId, orderId: view.orderId });
  if (outcome.kind === 'NOT_FAILED') throw new Problem('STATE_CONFLICT', { state: outcome.state });
  await sendMoneyBack({ database, jobs }, refund.eventId, view.orderId);
  return showRefund(view);
}
