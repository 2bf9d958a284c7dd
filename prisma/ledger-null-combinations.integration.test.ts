import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  append,
  type EntryDraft,
  KINDS,
  type Kind,
  plantBareTicket,
  plantOrder,
} from './testing/ledger-entries.ts';
import { FOLLOWERS, WITH_HOLDER, WITH_ORDER } from './testing/ledger-rules.ts';
import { admit, openWorld, type Shopper, type World } from './testing/open-world.ts';

/** The ways to each newest kind. */
const ROADS: { readonly [head in Kind | 'NOTHING']: readonly Kind[] } = {
  NOTHING: [],
  MINT: ['MINT'],
  SALE: ['MINT', 'SALE'],
  TRANSFER: ['MINT', 'SALE', 'TRANSFER'],
  CHECKIN: ['MINT', 'SALE', 'CHECKIN'],
  CHECKIN_UNDO: ['MINT', 'SALE', 'CHECKIN', 'CHECKIN_UNDO'],
  REFUND: ['MINT', 'SALE', 'REFUND'],
  VOID: ['MINT', 'SALE', 'VOID'],
  BLOCK: ['MINT', 'BLOCK'],
  RELEASE: ['MINT', 'BLOCK', 'RELEASE'],
  RETIRE: ['MINT', 'RETIRE'],
};
const HEADS = Object.keys(ROADS) as (Kind | 'NOTHING')[];
const NULLABLE = ['prevVersion', 'prevKind', 'prevHash', 'holder', 'orderId'] as const;

interface Head {
  readonly kind: Kind | 'NOTHING';
  readonly ticket: number;
  readonly version: number;
  readonly hash: Buffer;
}

/** Inserts and takes back again; answers ACCEPTED or the violated constraint. */
const TRY_ENTRY = `create function try_entry(p_event uuid, e jsonb) returns text language plpgsql as $$
declare
  v_state text;
  v_constraint text;
begin
  insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id, actor, reason)
    values (p_event, (e ->> 'ticket')::int, (e ->> 'version')::int, e ->> 'kind', (e ->> 'prevVersion')::int,
      e ->> 'prevKind', decode(e ->> 'prevHash', 'hex'), (e ->> 'holder')::uuid, (e ->> 'orderId')::uuid, p_event, 'a reason');
  raise exception 'taken back' using errcode = 'TT001';
exception
  when sqlstate 'TT001' then
    return 'ACCEPTED';
  when others then
    get stacked diagnostics v_state = returned_sqlstate, v_constraint = constraint_name;
    return v_state || ' ' || v_constraint;
end $$`;

let world: World;
let fan: Shopper;
let saleOrder: string;
let otherOrder: string;
const heads: Head[] = [];

beforeAll(async () => {
  world = await openWorld({ tickets: 0 });
  fan = await admit(world);
  saleOrder = await plantOrder(world, fan);
  otherOrder = await plantOrder(world, fan);
  await world.owner.query(TRY_ENTRY);
  for (const kind of HEADS) heads.push(await walkTo(kind));
});
afterAll(() => world.close());

async function walkTo(kind: Kind | 'NOTHING'): Promise<Head> {
  const ticket = await plantBareTicket(world);
  const head: { version: number; hash: Buffer } = { version: -1, hash: randomBytes(32) };
  for (const step of ROADS[kind]) {
    const entry = await append(world, ticket, step, {
      ...(WITH_HOLDER.includes(step) && { holder: fan.accountId }),
      ...(WITH_ORDER.includes(step) && { orderId: saleOrder }),
    });
    Object.assign(head, { version: entry.version, hash: entry.hash });
  }
  return { kind, ticket, ...head };
}

/** All 32 ways to leave something out, at the next version and at version 0. */
function attemptsAfter(head: Head, kind: Kind): EntryDraft[] {
  const complete = {
    prevVersion: head.version,
    prevKind: head.kind,
    prevHash: head.hash,
    holder: fan.accountId,
    // A second SALE is another order's; everything else is about the order of the sale before it.
    orderId: kind === 'SALE' ? otherOrder : saleOrder,
  };
  const versions = [...new Set([head.version + 1, 0])];
  return versions.flatMap((version) =>
    Array.from({ length: 2 ** NULLABLE.length }, (_, mask) => {
      const kept = NULLABLE.map((name, bit) => [name, mask & (1 << bit) ? complete[name] : null]);
      return { ticket: head.ticket, version, kind, ...Object.fromEntries(kept) } as EntryDraft;
    }),
  );
}

function isLegal(head: Head, draft: EntryDraft): boolean {
  const kind = draft.kind as Kind;
  const before = [draft.prevVersion, draft.prevKind, draft.prevHash];
  return (
    draft.version === head.version + 1 &&
    FOLLOWERS[head.kind].includes(kind) &&
    before.every((value) => (head.kind === 'NOTHING') === (value === null)) &&
    (draft.holder !== null) === WITH_HOLDER.includes(kind) &&
    (draft.orderId !== null) === WITH_ORDER.includes(kind)
  );
}

function describeDraft(head: Head, draft: EntryDraft): string {
  const absent = NULLABLE.filter((name) => draft[name] === null).join(', ');
  return `${head.kind} → ${draft.kind} version ${draft.version} without [${absent}]`;
}

async function attemptAll(
  by: pg.Pool,
): Promise<{ legal: string[]; accepted: string[]; refusals: Set<string> }> {
  const all = heads.flatMap((head) =>
    KINDS.flatMap((kind) => attemptsAfter(head, kind).map((draft) => ({ head, draft }))),
  );
  const { rows } = await by.query(
    'select try_entry($1, e) as outcome from jsonb_array_elements($2::jsonb) with ordinality as t (e, n) order by n',
    [
      world.eventId,
      JSON.stringify(all.map(({ draft }) => ({ ...draft, prevHash: draft.prevHash?.toString('hex') }))),
    ],
  );
  expect(rows).toHaveLength(all.length);
  const named = all.map(({ head, draft }, index) => ({
    name: describeDraft(head, draft),
    legal: isLegal(head, draft),
    outcome: rows[index].outcome as string,
  }));
  return {
    legal: named.filter((one) => one.legal).map((one) => one.name),
    accepted: named.filter((one) => one.outcome === 'ACCEPTED').map((one) => one.name),
    refusals: new Set(named.filter((one) => one.outcome !== 'ACCEPTED').map((one) => one.outcome)),
  };
}

test.each(['app', 'owner'] as const)(
  'of every kind after every kind with every combination of nulls, the %s can insert only the legal ones',
  async (role) => {
    const { legal, accepted, refusals } = await attemptAll(world[role]);
    const steps = Object.values(FOLLOWERS).reduce((sum, next) => sum + next.length, 0);
    expect(legal).toHaveLength(steps);
    expect(accepted).toEqual(legal);
    // Every refusal is a declared constraint, never an accident.
    expect(
      [...refusals].filter((refusal) => !/^23\w\d\d (ledger_|ticket_ledger_)\w+$/.test(refusal)),
    ).toEqual([]);
  },
);

test('a refund after the check-in needs an actor and a reason', async () => {
  const head = heads.find(({ kind }) => kind === 'CHECKIN') as Head;
  const refund = (actor: string | null, reason: string | null) =>
    world.app.query(
      `insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, order_id, actor, reason)
       values ($1, $2, $3, 'REFUND', $4, 'CHECKIN', $5, $6, $7, $8)`,
      [world.eventId, head.ticket, head.version + 1, head.version, head.hash, saleOrder, actor, reason],
    );
  for (const [actor, reason] of [
    [null, null],
    [fan.accountId, null],
    [fan.accountId, ''],
    [null, 'a reason'],
  ] as const) {
    await expect(refund(actor, reason)).rejects.toMatchObject({ constraint: 'ledger_step' });
  }
  await expect(refund(fan.accountId, 'a reason')).resolves.toBeDefined();
});
