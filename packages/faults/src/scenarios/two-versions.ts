import { plantVariant } from '../bugs/plant-variant.ts';
import type { Patch } from '../bugs/variant.ts';
import type { Stage } from '../points/stage.ts';
import { asOwner } from '../stack/as-owner.ts';
import { pays } from '../workload/buy-tickets.ts';
import type { OwnStack } from './scenario.ts';
import { type Seen, saw } from './seen.ts';
import { asleep, buyOne } from './story-parts.ts';

/**
 * What a next version may be like: the database is ahead of both (a new column, a mail of a new kind), and jobs have another
 * meaning.
 */
export const tomorrow: readonly Patch[] = [
  { kind: 'statement', sql: "alter table orders add column note text not null default ''" },
  {
    kind: 'function',
    name: 'record_captured',
    find: "jsonb_build_object('template', 'order-paid', 'orderId', p_order)",
    replace: "jsonb_build_object('template', 'order-paid-warmly', 'orderId', p_order, 'warmth', 3)",
  },
  {
    kind: 'file',
    path: 'services/queue-worker/src/mails/mail-templates.ts',
    find: "  'order-paid': orderMail(orderPaidMail),",
    replace: "  'order-paid': orderMail(orderPaidMail),\n  'order-paid-warmly': orderMail(orderPaidMail),",
  },
  {
    kind: 'file',
    path: 'packages/shared/src/queues/names.ts',
    find: 'export const jobVersion = 1;',
    replace: 'export const jobVersion = 2;',
  },
];

const newer = ['gateway-2', 'queue-worker-2', 'payments-worker-2'] as const;

export function tomorrowBesideToday(): OwnStack {
  const { checkout, afterMigrations, remove } = plantVariant({ patches: tomorrow });
  const unlike = Object.fromEntries(newer.map((name) => [name, { checkout }]));
  return { options: { unlike, afterMigrations }, remove };
}

const buyers = 6;

/** Some buy while both versions run, and as many while the workers of the new one are held back. */
export async function twoVersions(stage: Stage): Promise<Seen> {
  const crowd = () => Promise.all(Array.from({ length: buyers }, () => buyOne(stage, pays)));
  await crowd();
  const held = await asleep(
    stage,
    'queue-worker',
    async () => {
      await asleep(stage, 'payments-worker', crowd, newer);
      const { rows } = await asOwner(
        stage.stack,
        `select count(*)::int as waiting, count(parked_at)::int as parked, max(attempts) as tries from outbox
         where topic = 'mail' and done_at is null and payload->>'template' = 'order-paid-warmly'`,
      );
      return rows[0] as { waiting: number; parked: number; tries: number };
    },
    newer,
  );
  if (held.waiting >= buyers && held.parked === 0) return { violations: [] };
  const sentence = `mails of the new kind were to wait for who knows them: ${JSON.stringify(held)}`;
  return { violations: [saw('an older version leaves alone what it does not know', sentence)] };
}
