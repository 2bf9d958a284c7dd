import type pg from 'pg';
import type { Violation } from './violation.ts';

/** A mail of the outbox that counts as sent. */
export interface SentMail {
  /** As the folder has it, such as `order-paid-<order>`. */
  readonly name: string;
}

/** A mail that somebody has to be sent, by what became of an order or of a refund. */
export interface OwedMail extends SentMail {
  /** Whether the outbox has a row for it, sent or not. */
  readonly isThere: boolean;
}

/** Every order that was paid, lost or voided, and every refund of tickets, owes its buyer a mail. */
const owedMails = `
  select owed.template || '-' || owed.id as name, exists (select from outbox x where x.topic = 'mail' and x.dedupe_key = owed.key) as "isThere"
  from (
    select 'order-paid' as template, id, 'paid:' || id as key from orders where state in ('PAID', 'REFUNDED')
    union all select 'order-lost', id, 'lost:' || id from orders where state in ('LOST', 'LOST_RELEASED')
    union all select 'order-voided', id, 'voided:' || id from orders where state = 'VOIDED'
    union all select 'order-refunded', id, 'refunded:' || id from refunds where cause <> 'UNSOLD') owed`;
/** All but offers of a transfer: those that have ended meanwhile are not sent. */
const sentMails = `
  select payload->>'template' || '-' || case payload->>'template'
      when 'order-refunded' then payload->>'refundId'
      when 'ticket-revoked' then payload->>'refundId' || '-' || (payload->>'accountId')
      when 'dispute-opened' then replace(payload->>'disputeId', '_', '-')
      when 'event-moved' then id::text
      else coalesce(payload->>'transferId', payload->>'orderId') end as name
  from outbox where topic = 'mail' and done_at is not null and payload->>'template' <> 'transfer-offered'`;

export async function loadMails(
  database: pg.Client,
): Promise<{ readonly owed: readonly OwedMail[]; readonly sent: readonly SentMail[] }> {
  const owed = await database.query<OwedMail>(owedMails);
  const sent = await database.query<SentMail>(sentMails);
  return { owed: owed.rows, sent: sent.rows };
}

export function judgeMails(
  owed: readonly OwedMail[],
  sent: readonly SentMail[],
  isInFolder: (name: string) => boolean,
): readonly Violation[] {
  const violations: Violation[] = [];
  const forgotten = owed.filter(({ isThere }) => !isThere);
  if (forgotten.length > 0)
    violations.push({
      rule: 'a mail that is owed is written',
      sentence: `${forgotten.length} mails to buyers were never even intended`,
      evidence: forgotten,
    });
  const lost = sent.filter(({ name }) => !isInFolder(name));
  if (lost.length > 0)
    violations.push({
      rule: 'a mail that counts as sent was sent',
      sentence: `${lost.length} mails count as sent and never left`,
      evidence: lost,
    });
  return violations;
}
