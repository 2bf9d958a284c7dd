import type { EffectName } from '@fairgate/shared/process/crash-points.ts';
import { asOwner } from '../stack/as-owner.ts';
import type { Stage } from './stage.ts';

type IsThere = (stage: Stage) => Promise<boolean>;

const exists =
  (rows: string): IsThere =>
  async ({ stack }) => {
    const { rows: found } = await asOwner(stack, `select exists (${rows}) as there`);
    return found[0]?.there === true;
  };

const asked: IsThere = async ({ history }) =>
  history.events.some(({ act, type }) => act === 'purchase' && type === 'invoke');

/**
 * Rounds ask for due work many times a second, whether there is any or not. Before such a take the process cannot know, so
 * its point is armed only once this says that the play's own work is there.
 */
export const dueWork: Partial<Readonly<Record<EffectName, IsThere>>> = {
  'take-outbox': exists('select from outbox where done_at is null'),
  // Kept webhooks are taken within milliseconds, most of them by a job of their own.
  'take-inbox-events': asked,
  'take-orders-to-ask': exists(
    `select from payments p join orders o on o.event_id = p.event_id and o.id = p.order_id
     where o.state in ('PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'EXPIRING', 'LOST')
       and p.status not in ('succeeded', 'canceled') and p.updated_at <= clock_timestamp() - interval '2 seconds'`,
  ),
  'expire-admissions': exists(
    "select from admissions where state = 'ACTIVE' and expires_at <= clock_timestamp()",
  ),
  'spend-admissions': exists(
    `select from admissions s join drops d on d.event_id = s.event_id and d.id = s.drop_id
     join customer_quotas q on q.event_id = s.event_id and q.buyer = s.account_id
     where s.state = 'ACTIVE' and q.sold >= d.per_customer_limit`,
  ),
  'sweep-leases': async ({ history }) =>
    history.events.some(
      ({ act, type, untilMs }) => act === 'hold' && type === 'ok' && (untilMs ?? Infinity) <= Date.now(),
    ),
  'take-refund-runs': exists("select from refund_runs where state = 'RUNNING'"),
  'take-refunds-to-ask': exists(
    "select from refunds where state = 'ACCEPTED' and asked_at <= clock_timestamp() - interval '1 hour'",
  ),
  'expire-transfers': exists(
    "select from transfers where state = 'OFFERED' and expires_at <= clock_timestamp()",
  ),
  'switch-journal': exists('select from recovery_state where id = 1 and not journal_on'),
  // A row lives for some milliseconds; the next to come are those of these orders.
  'take-journal-rows': exists("select from orders where state = 'FINALIZED'"),
};
