import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { World } from './open-world.ts';

export const KINDS = [
  'MINT',
  'SALE',
  'TRANSFER',
  'CHECKIN',
  'CHECKIN_UNDO',
  'REFUND',
  'VOID',
  'BLOCK',
  'RELEASE',
  'RETIRE',
] as const;
export type Kind = (typeof KINDS)[number];

/** What a writer says of an entry; `at` and `hash` are forged ones, which the database overrides. */
export interface EntryDraft {
  readonly ticket: number;
  readonly version: number;
  readonly kind: string;
  readonly prevVersion: number | null;
  readonly prevKind: string | null;
  readonly prevHash: Buffer | null;
  readonly holder: string | null;
  readonly orderId: string | null;
  readonly actor?: string | null;
  readonly reason?: string | null;
  readonly at?: string;
  readonly hash?: Buffer;
}

export interface StoredEntry {
  readonly ticket: number;
  readonly version: number;
  readonly kind: Kind;
  readonly prevVersion: number | null;
  readonly prevKind: string | null;
  readonly prevHash: Buffer | null;
  readonly hash: Buffer;
  readonly holder: string | null;
  readonly orderId: string | null;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly atMicros: string;
}

const INSERT = `insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash,
    holder, order_id, actor, reason, at, hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($12, now()), $13)`;

/** One insert as it would be typed by hand; throws what the database says. */
export async function insertEntry(
  by: pg.Pool | pg.ClientBase,
  eventId: string,
  draft: EntryDraft,
): Promise<void> {
  await by.query(INSERT, [
    eventId,
    draft.ticket,
    draft.version,
    draft.kind,
    draft.prevVersion,
    draft.prevKind,
    draft.prevHash,
    draft.holder,
    draft.orderId,
    draft.actor ?? null,
    draft.reason ?? null,
    draft.at ?? null,
    draft.hash ?? Buffer.alloc(32),
  ]);
}

/** A ticket's entries, or all entries of the event, by ticket and version. */
export async function readEntries(world: World, ticket?: number): Promise<readonly StoredEntry[]> {
  const { rows } = await world.owner.query(
    `select ticket_number as ticket, version, kind, prev_version as "prevVersion", prev_kind as "prevKind",
       prev_hash as "prevHash", hash, holder, order_id as "orderId", actor, reason,
       (extract(epoch from at) * 1000000)::bigint::text as "atMicros"
     from ticket_ledger where event_id = $1 and ($2::int is null or ticket_number = $2) order by 1, 2`,
    [world.eventId, ticket ?? null],
  );
  return rows;
}

/** The hash as the migration's comment describes it, made here a second time. */
export function hashOf(eventId: string, entry: StoredEntry): Buffer {
  const said = [
    eventId,
    entry.ticket,
    entry.version,
    entry.kind,
    entry.holder ?? '',
    entry.orderId ?? '',
    entry.actor ?? '',
    entry.atMicros,
    entry.reason ?? '',
  ];
  return createHash('sha256')
    .update(entry.prevHash ?? '')
    .update(said.join('\n'))
    .digest();
}

/** Appends an honest entry after the ticket's newest. */
export async function append(
  world: World,
  ticket: number,
  kind: Kind,
  said: { readonly holder?: string; readonly orderId?: string; readonly reason?: string } = {},
): Promise<StoredEntry> {
  const head = (await readEntries(world, ticket)).at(-1);
  await insertEntry(world.app, world.eventId, {
    ticket,
    version: (head?.version ?? -1) + 1,
    kind,
    prevVersion: head?.version ?? null,
    prevKind: head?.kind ?? null,
    prevHash: head?.hash ?? null,
    holder: said.holder ?? null,
    orderId: said.orderId ?? null,
    ...(said.reason !== undefined && { actor: randomUUID(), reason: said.reason }),
  });
  return (await readEntries(world, ticket)).at(-1) as StoredEntry;
}

/** An order as if its whole purchase had happened, for entries that need one to be about. */
export async function plantOrder(
  world: World,
  shopper: { readonly accountId: string; readonly admissionId: string },
  state = 'PAID',
): Promise<string> {
  const orderId = randomUUID();
  await world.owner.query(
    `insert into orders (event_id, id, drop_id, account_id, admission_id, hold_id, state, amount_minor, currency, ticket_count, pay_deadline)
     values ($1, $2, $3, $4, $5, $2, $6, 5000, 'eur', 1, now() + interval '10 minutes')`,
    [world.eventId, orderId, world.dropId, shopper.accountId, shopper.admissionId, state],
  );
  return orderId;
}

/** A ticket row without any entry. */
export async function plantBareTicket(world: World): Promise<number> {
  const { rows } = await world.owner.query(
    `insert into tickets (event_id, number, category_id, drop_id)
     select $1, coalesce(max(number), -1) + 1, $2, $3 from tickets where event_id = $1 returning number`,
    [world.eventId, world.categoryId, world.dropId],
  );
  return rows[0].number;
}
