import type { SeatingPlan } from '@fairgate/shared/domain/seating/plan.ts';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';

export interface OnSale {
  readonly vendorId: string;
  readonly eventId: string;
  readonly dropId: string;
  readonly seatedCategoryId: string;
  readonly generalCategoryId: string;
  readonly freeCategoryId: string;
}

export interface OnSaleOptions {
  /** Names of the hall's sections, each with so many rows. */
  readonly sections?: readonly string[];
  readonly rows?: number;
  readonly seatsPerRow?: number;
  readonly general?: number;
  readonly free?: number;
  readonly limit?: number;
  readonly cap?: number;
  readonly ratePerMinute?: number;
  readonly paymentSeconds?: number;
  readonly holdSeconds?: number;
  readonly admissionSeconds?: number;
  /** Seconds from now; negative: already open. */
  readonly opensInSeconds?: number;
}

/** A published event with a drop, straight into the database: rows of seats first, then general admission, then free. */
export async function putOnSale(ownerDatabaseUrl: string, options: OnSaleOptions = {}): Promise<OnSale> {
  const { sections = ['Stalls'], rows = 4, seatsPerRow = 10, general = 20, free = 5 } = options;
  const ids = {
    vendorId: uuidv7(),
    venueId: uuidv7(),
    planId: uuidv7(),
    eventId: uuidv7(),
    dropId: uuidv7(),
    seatedCategoryId: uuidv7(),
    generalCategoryId: uuidv7(),
    freeCategoryId: uuidv7(),
  };
  const seats = sections.length * rows * seatsPerRow;
  const client = new pg.Client({ connectionString: ownerDatabaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    const run = (text: string, values: unknown[]) => client.query(text, values);
    await run(
      `insert into vendors (id, name, slug, contact_email, currency, country)
       values ($1, 'Lindenhof', $2, 'vendor@example.org', 'eur', 'DE')`,
      [ids.vendorId, ids.vendorId],
    );
    await run(
      `insert into venues (id, vendor_id, name, street, postal_code, city, country, time_zone)
       values ($1, $2, 'Lindenhof', 'Lindenstr. 1', '10115', 'Berlin', 'DE', 'Europe/Berlin')`,
      [ids.venueId, ids.vendorId],
    );
    await run(
      `insert into seating_plans (id, venue_id, plan_version, name, source_format, source_hash, seat_count, document, report)
       values ($1, $2, 1, 'Hall', 'test', '\\x00', $3, $4, '{}')`,
      [ids.planId, ids.venueId, seats, JSON.stringify(hallPlan(sections, rows, seatsPerRow))],
    );
    await run(
      `insert into seats (plan_id, seat_index, seat_key, zone, row_label, label, plan_row, plan_column, x, y)
       select $1, i, 'seat-' || i, ($4::text[])[i / ($3::int * $5::int) + 1], ((i / $3) % $5 + 1)::text, ((i % $3) + 1)::text,
         i / $3, i % $3, i % $3, i / $3
       from generate_series(0, $2::int - 1) i`,
      [ids.planId, seats, seatsPerRow, sections, rows],
    );
    await run(
      `insert into events (id, vendor_id, venue_id, plan_id, name, starts_at, time_zone, currency, status)
       values ($1, $2, $3, $4, 'Night of Lights', now() + interval '30 days', 'Europe/Berlin', 'eur', 'PUBLISHED')`,
      [ids.eventId, ids.vendorId, ids.venueId, ids.planId],
    );
    await run(
      `insert into categories (event_id, id, name, price_minor, currency, position)
       values ($1, $2, 'Stalls', 4950, 'eur', 0), ($1, $3, 'Standing', 2500, 'eur', 1), ($1, $4, 'Press', 0, 'eur', 2)`,
      [ids.eventId, ids.seatedCategoryId, ids.generalCategoryId, ids.freeCategoryId],
    );
    await run(
      `insert into drops (event_id, id, name, opens_at, per_customer_limit, shopper_cap, rate_per_minute,
         payment_seconds, hold_seconds, admission_seconds)
       values ($1, $2, 'General sale', now() + make_interval(secs => $3), $4, $5, $6, $7, $8, $9)`,
      [
        ids.eventId,
        ids.dropId,
        options.opensInSeconds ?? -60,
        options.limit ?? 4,
        options.cap ?? 1000,
        options.ratePerMinute ?? 60_000,
        options.paymentSeconds ?? 600,
        options.holdSeconds ?? 300,
        options.admissionSeconds ?? 900,
      ],
    );
    await run(`insert into drop_lanes (event_id, drop_id, lane, name) values ($1, $2, 0, 'general')`, [
      ids.eventId,
      ids.dropId,
    ]);
    await run(
      `select mint_tickets($1, $2, $3, (select array_agg(i) from generate_series(0, $4::int - 1) i),
         array_fill($5::uuid, array[$4::int]), $4)`,
      [ids.eventId, ids.dropId, ids.planId, seats, ids.seatedCategoryId],
    );
    for (const [category, count] of [
      [ids.generalCategoryId, general],
      [ids.freeCategoryId, free],
    ] as const) {
      await run('select mint_tickets($1, $2, null, null, array[$3::uuid], $4)', [
        ids.eventId,
        ids.dropId,
        category,
        count,
      ]);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
  return ids;
}

/** The same hall as a seating plan; the seat at the start of each section's first row is step-free. */
function hallPlan(sections: readonly string[], rows: number, seatsPerRow: number): SeatingPlan {
  return {
    name: 'Hall',
    width: seatsPerRow,
    height: sections.length * rows,
    zones: sections.map((name, section) => ({
      name,
      freeSeating: false,
      outline: null,
      rows: Array.from({ length: rows }, (_, row) => ({
        label: String(row + 1),
        seats: Array.from({ length: seatsPerRow }, (_, seat) => ({
          seatKey: `seat-${(section * rows + row) * seatsPerRow + seat}`,
          label: String(seat + 1),
          position: seat,
          column: seat,
          x: seat,
          y: section * rows + row,
          category: 'Stalls',
          accessible: row === 0 && seat === 0,
          aisle: seat === 0 || seat === seatsPerRow - 1,
        })),
      })),
    })),
    shapes: [],
    standingAreas: [],
    categories: [{ name: 'Stalls', color: '#0072B2' }],
  };
}
