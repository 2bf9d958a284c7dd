import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';

export interface BenchDrop {
  readonly eventId: string;
  readonly dropId: string;
}

export interface DropWish {
  readonly tickets: number;
  /** From now; negative: it is open. */
  readonly opensInSeconds: number;
  readonly cap: number;
  readonly ratePerMinute: number;
  readonly claimSeconds?: number;
  readonly admissionSeconds?: number;
}

const shownWithinMs = 20_000;
const lookEveryMs = 100;

/** A published event with one drop of tickets without seats, straight into the database. */
export async function putOnSale(owner: pg.Client, wish: DropWish): Promise<BenchDrop> {
  const [vendorId, venueId, eventId, dropId, categoryId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const run = (text: string, values: readonly unknown[]) => owner.query(text, [...values]);
  await run(
    `insert into vendors (id, name, slug, contact_email, currency, country)
     values ($1, 'Bench', $2, 'vendor@bench.example', 'eur', 'DE')`,
    [vendorId, vendorId],
  );
  await run(
    `insert into venues (id, vendor_id, name, street, postal_code, city, country, time_zone)
     values ($1, $2, 'Bench', 'Messweg 1', '10115', 'Berlin', 'DE', 'Europe/Berlin')`,
    [venueId, vendorId],
  );
  await run(
    `insert into events (id, vendor_id, venue_id, name, starts_at, time_zone, currency, status)
     values ($1, $2, $3, 'Bench', now() + interval '30 days', 'Europe/Berlin', 'eur', 'PUBLISHED')`,
    [eventId, vendorId, venueId],
  );
  await run(
    `insert into categories (event_id, id, name, price_minor, currency, position)
     values ($1, $2, 'Standing', 2500, 'eur', 0)`,
    [eventId, categoryId],
  );
  await run(
    `insert into drops (event_id, id, name, opens_at, per_customer_limit, shopper_cap, rate_per_minute, claim_seconds,
       admission_seconds)
     values ($1, $2, 'Bench', now() + make_interval(secs => $3), 4, $4, $5, $6, $7)`,
    [
      ...[eventId, dropId, wish.opensInSeconds, wish.cap, wish.ratePerMinute],
      ...[wish.claimSeconds ?? 120, wish.admissionSeconds ?? 900],
    ],
  );
  await run(`insert into drop_lanes (event_id, drop_id, lane, name) values ($1, $2, 0, 'general')`, [
    eventId,
    dropId,
  ]);
  await run('select mint_tickets($1, $2, null, null, array[$3::uuid], $4)', [
    ...[eventId, dropId, categoryId, wish.tickets],
  ]);
  return { eventId, dropId };
}

/** Asks the worker that runs to bring a drop into Redis, as a vendor's change does. */
export async function askToPublish(owner: pg.Client, { eventId, dropId }: BenchDrop): Promise<void> {
  await owner.query(
    `insert into outbox (topic, dedupe_key, event_id, payload)
     values ('drop-publish', $1, $2::uuid, $3::jsonb)`,
    [`bench:${dropId}`, eventId, JSON.stringify({ eventId, dropId })],
  );
}

/** Resolves once the gateway shows the drop, with its status document. */
export async function untilShown(gatewayUrl: string, dropId: string): Promise<string> {
  const untilMs = performance.now() + shownWithinMs;
  for (;;) {
    const answer = await fetch(`${gatewayUrl}/v1/drops/${dropId}/status`);
    const body = await answer.text();
    if (answer.status === 200) return body;
    if (performance.now() > untilMs) throw new Error(`the drop is not shown: ${answer.status} ${body}`);
    await sleep(lookEveryMs);
  }
}
