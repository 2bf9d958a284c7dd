import type { OrderSteps } from '@fairgate/shared/contracts/orders.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { unwrittenEnds } from '@fairgate/shared/database/sale-journal.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { OrderState } from '@fairgate/shared/states/order-states.ts';
import type { Account } from '../access/policy.ts';
import { seesDrafts } from '../catalogue/event-access.ts';

/**
 * The steps of an order from its creation on, but for those that the sale journal does not have yet. To strangers there is
 * no such order.
 */
export async function showOrderHistory(
  database: Database,
  account: Account,
  orderId: string,
): Promise<OrderSteps> {
  const order = await database.order.findFirst({
    where: { id: orderId },
    select: {
      accountId: true,
      eventId: true,
      event: { select: { vendorId: true } },
      steps: {
        orderBy: { number: 'asc' },
        select: { fromState: true, toState: true, cause: true, at: true },
      },
    },
  });
  if (order === null) throw new Problem('NOT_FOUND');
  if (order.accountId !== account.id && !(await seesDrafts(database, account, order.event.vendorId)))
    throw new Problem('NOT_FOUND');
  const unwritten = await unwrittenEnds(database, { eventId: order.eventId, orderId });
  // One statement takes an order through CAPTURE_FAILED to its end.
  const untold = unwritten.includes('VOIDED') ? [...unwritten, 'CAPTURE_FAILED'] : unwritten;
  const firstUntold = order.steps.findIndex(({ toState }) => untold.includes(toState));
  const told = firstUntold === -1 ? order.steps : order.steps.slice(0, firstUntold);
  return {
    items: told.map(({ fromState, toState, cause, at }) => ({
      from: fromState as OrderState | null,
      to: toState as OrderState,
      cause,
      at: at.toISOString(),
    })),
  };
}
