import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEntries } from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import { addAccount, admit, mintStanding, openWorld, type World } from './testing/open-world.ts';
import { orderIn } from './testing/order-in-state.ts';
import { recordCanceled, recordCaptured } from './testing/purchase-calls.ts';
import { seededRandom } from './testing/seeded-random.ts';
import {
  accept,
  checkIn,
  dispute,
  endOffer,
  offer,
  offered,
  paidOrder,
  refund,
  staleOffers,
  transferState,
  undoCheckIn,
} from './testing/ticket-calls.ts';

const ROUNDS = 15;

let world: World;
let friends: string[];
beforeEach(async () => {
  world = await openWorld({ tickets: 0, connections: 12 });
  friends = await Promise.all([addAccount(world.app), addAccount(world.app)]);
});
/** Whatever happened at once: every version was written by one, every history is legal, no offer is left behind. */
afterEach(async () => {
  expectLegalHistories(world.eventId, await readEntries(world));
  expect(await staleOffers(world)).toBe(0);
  await world.close();
});

interface Sold {
  readonly ticket: number;
  readonly orderId: string;
  readonly holder: string;
  readonly transferId: string;
}

/** A paid ticket that is offered to somebody. */
async function offeredTicket(): Promise<Sold> {
  const ticket = (await mintStanding(world.owner, world, 1)) as number;
  const { orderId, shopper } = await paidOrder(world, [ticket]);
  return {
    ticket,
    orderId,
    holder: shopper.accountId,
    transferId: await offered(world, ticket, shopper.accountId),
  };
}

type Move = (sold: Sold) => Promise<string>;
const outcome = async (answer: Promise<{ outcome: string }>): Promise<string> => (await answer).outcome;

const moves = {
  accept: ({ transferId }) => outcome(accept(world, transferId, friends[0] as string)),
  acceptAsAnother: ({ transferId }) => outcome(accept(world, transferId, friends[1] as string)),
  withdraw: ({ transferId }) => outcome(endOffer(world, transferId, 'WITHDRAWN')),
  enter: ({ ticket }) => outcome(checkIn(world, ticket, 1)),
  refund: ({ orderId }) => outcome(refund(world, orderId, null)),
  refundEntered: ({ orderId }) => outcome(refund(world, orderId, null, { entered: true })),
  lose: ({ orderId }) => dispute(world, orderId, 'LOST'),
  undo: ({ ticket }) => outcome(undoCheckIn(world, ticket)),
  offerAgain: ({ ticket, holder }) => outcome(offer(world, ticket, holder)),
} satisfies Record<string, Move>;

const kindsAfterSale = async (ticket: number): Promise<string> =>
  (await readEntries(world, ticket))
    .slice(2)
    .map(({ kind }) => kind)
    .join(' ');

/** What may come of two moves at once: their outcomes, and what the ledger says then. */
const PAIRS: readonly [keyof typeof moves, keyof typeof moves, readonly string[]][] = [
  ['accept', 'acceptAsAnother', ['ACCEPTED ENDED: TRANSFER', 'ENDED ACCEPTED: TRANSFER']],
  ['accept', 'accept', ['ACCEPTED ALREADY: TRANSFER', 'ALREADY ACCEPTED: TRANSFER']],
  ['accept', 'withdraw', ['ACCEPTED ENDED: TRANSFER', 'ENDED WITHDRAWN: ']],
  ['accept', 'enter', ['ACCEPTED VERSION_CHANGED: TRANSFER', 'ENDED ENTERED: CHECKIN']],
  ['accept', 'refund', ['ACCEPTED REFUNDING: TRANSFER REFUND', 'ENDED REFUNDING: REFUND']],
  ['accept', 'lose', ['ACCEPTED REVOKED: TRANSFER REFUND', 'ENDED REVOKED: REFUND']],
  ['enter', 'refund', ['ENTERED NOTHING_LIVES: CHECKIN', 'NOT_LIVE REFUNDING: REFUND']],
  ['enter', 'refundEntered', ['ENTERED REFUNDING: CHECKIN REFUND', 'NOT_LIVE REFUNDING: REFUND']],
  ['enter', 'lose', ['ENTERED REVOKED: CHECKIN REFUND', 'NOT_LIVE REVOKED: REFUND']],
  ['refund', 'refund', ['REFUNDING NOT_PAID: REFUND', 'NOT_PAID REFUNDING: REFUND']],
  // A refund that came first leaves nothing to dispute; a dispute that came first leaves nothing to refund.
  ['refund', 'lose', ['REFUNDING CHANGED: REFUND', 'NOT_PAID REVOKED: REFUND']],
];

describe('of two things that happen to one ticket at once', () => {
  test.each(PAIRS)(
    '%s and %s: the ledger takes one, or one after the other',
    async (first, second, legal) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const sold = await offeredTicket();
        const outcomes = await Promise.all([moves[first](sold), moves[second](sold)]);
        expect(legal).toContain(`${outcomes.join(' ')}: ${await kindsAfterSale(sold.ticket)}`);
        expect(await transferState(world, sold.transferId)).not.toBe('OFFERED');
      }
    },
    60_000,
  );
});

test('everything at once to one ticket: no error, each version one writer, the outcomes tell the history', async () => {
  const random = seededRandom(11);
  const all = Object.values(moves) as Move[];
  const appends: Readonly<Record<string, string>> = {
    ACCEPTED: 'TRANSFER',
    ENTERED: 'CHECKIN',
    LEFT: 'CHECKIN_UNDO',
    REFUNDING: 'REFUND',
    REVOKED: 'REFUND',
  };
  const seen = new Set<string>();
  // Whether somebody who is in is let out again is up to the machine: then it is tried on.
  for (let round = 0; round < 40 || (seen.size < 4 && round < 400); round += 1) {
    const sold = await offeredTicket();
    const chosen = Array.from({ length: 12 }, () => random.pick(all));
    const outcomes = await Promise.all(
      chosen.map(async (move) => {
        const said = await move(sold);
        // An offer is refused with the word that the gate says when it let somebody in.
        return move === moves.offerAgain && said === 'ENTERED' ? 'REFUSED' : said;
      }),
    );
    const told = outcomes.flatMap((said) => appends[said] ?? []).sort();
    const entries = (await readEntries(world, sold.ticket)).slice(2).map(({ kind }) => kind);
    expect(told).toEqual([...entries].sort());
    for (const kind of entries) seen.add(kind);
  }
  expect([...seen].sort()).toEqual(['CHECKIN', 'CHECKIN_UNDO', 'REFUND', 'TRANSFER']);
}, 120_000);

test('two tickets of one order pulled at from all sides never dead-lock', async () => {
  const random = seededRandom(5);
  for (let round = 0; round < 20; round += 1) {
    const first = (await mintStanding(world.owner, world, 3)) as number;
    const tickets = [first, first + 1, first + 2];
    const { orderId, shopper } = await paidOrder(world, tickets);
    const offers = await Promise.all(tickets.map((ticket) => offered(world, ticket, shopper.accountId)));
    const pulls = Array.from({ length: 12 }, () => {
      const at = random.below(3);
      const ticket = tickets[at] as number;
      return random.pick([
        () => accept(world, offers[at] as string, friends[at % 2] as string),
        () => checkIn(world, ticket, 1 + random.below(2)),
        () => undoCheckIn(world, ticket),
        () => refund(world, orderId, random.chance(0.5) ? [ticket] : null, { entered: true }),
        () => endOffer(world, offers[at] as string, 'DECLINED'),
        () => offer(world, ticket, shopper.accountId),
        () => dispute(world, orderId, random.chance(0.3) ? 'LOST' : 'INQUIRY', `dp_${orderId}`),
      ]);
    });
    const errors = (await Promise.allSettled(pulls.map((pull) => pull()))).filter(
      ({ status }) => status === 'rejected',
    );
    expect(errors).toEqual([]);
  }
  const { rows } = await world.owner.query(
    'select deadlocks::int as n from pg_stat_database where datname = current_database()',
  );
  expect(rows).toEqual([{ n: 0 }]);
}, 120_000);

test('a ticket whose payment lapses at the gate is either not paid or gone, never in', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const ticket = (await mintStanding(world.owner, world, 1)) as number;
    const orderId = await orderIn(world, 'FINALIZED', ticket);
    const { rows } = await world.owner.query('select account_id as id from orders where id = $1', [orderId]);
    const [voided, entered, given] = await Promise.all([
      recordCanceled(world, orderId),
      outcome(checkIn(world, ticket, 1)),
      outcome(offer(world, ticket, rows[0].id)),
    ]);
    expect(voided).toBe('VOIDED');
    expect(['NOT_PAID', 'NOT_LIVE']).toContain(entered);
    expect(['NOT_PAID', 'NOT_HOLDER']).toContain(given);
    expect(await kindsAfterSale(ticket)).toBe('VOID');
  }
}, 60_000);

test('a ticket that is paid at the gate enters after its payment, or is told to wait', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const ticket = (await mintStanding(world.owner, world, 1)) as number;
    const orderId = await orderIn(world, 'FINALIZED', ticket);
    const [paid, entered] = await Promise.all([
      recordCaptured(world, orderId, 5000),
      outcome(checkIn(world, ticket, 1)),
    ]);
    expect(paid).toBe('PAID');
    expect(['NOT_PAID', 'ENTERED']).toContain(entered);
    expect(await kindsAfterSale(ticket)).toBe(entered === 'ENTERED' ? 'CHECKIN' : '');
  }
}, 60_000);

describe('a resale', () => {
  test('by refund and a new order, against the old offer and the old code: those come too late or were first', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const sold = await offeredTicket();
      const buyer = await admit(world);
      const [, accepted, entered] = await Promise.all([
        refund(world, sold.orderId, null, { entered: true }).then(() =>
          paidOrder(world, [sold.ticket], buyer),
        ),
        moves.accept(sold),
        moves.enter(sold),
      ]);
      const entries = await readEntries(world, sold.ticket);
      const first = accepted === 'ACCEPTED' ? ['TRANSFER'] : entered === 'ENTERED' ? ['CHECKIN'] : [];
      expect(entries.slice(2).map(({ kind }) => kind)).toEqual([...first, 'REFUND', 'SALE']);
      expect(entries.at(-1)).toMatchObject({ holder: buyer.accountId });
      expect(await outcome(checkIn(world, sold.ticket, 1))).toBe('VERSION_CHANGED');
      expect(await outcome(offer(world, sold.ticket, sold.holder))).toBe('NOT_HOLDER');
    }
  }, 60_000);

  test('in one statement, against accepting and entering: one of the three is first', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const sold = await offeredTicket();
      const buyer = await admit(world);
      const [resold, accepted, entered] = await Promise.all([
        resell(sold, buyer.accountId),
        moves.accept(sold),
        moves.enter(sold),
      ]);
      const winners = [resold, accepted, entered].filter((said) =>
        ['RESOLD', 'ACCEPTED', 'ENTERED'].includes(said),
      );
      expect(winners).toHaveLength(1);
      const kinds = { RESOLD: 'REFUND SALE', ACCEPTED: 'TRANSFER', ENTERED: 'CHECKIN' };
      expect(await kindsAfterSale(sold.ticket)).toBe(kinds[winners[0] as keyof typeof kinds]);
    }
  }, 60_000);
});

/** REFUND and SALE to the version that was seen, in one statement under the order's lock, as the ledger allows it. */
async function resell(sold: Sold, buyer: string): Promise<string> {
  const client = await world.app.connect();
  try {
    await client.query('begin');
    await client.query('select 1 from orders where event_id = $1 and id = $2 for update', [
      world.eventId,
      sold.orderId,
    ]);
    await client.query(
      `with gone as (
         insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, order_id, actor, reason)
           select l.event_id, l.ticket_number, 2, 'REFUND', l.version, l.kind, l.hash, l.order_id, $3, 'resold'
           from ticket_ledger l where l.event_id = $1 and l.ticket_number = $2 and l.version = 1
           returning event_id, ticket_number, version, kind, hash, order_id)
       insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id)
         select event_id, ticket_number, 3, 'SALE', version, kind, hash, $4, $5 from gone`,
      [world.eventId, sold.ticket, randomUUID(), buyer, await plantedOrder(sold.orderId, buyer)],
    );
    await client.query('commit');
    return 'RESOLD';
  } catch (error) {
    await client.query('rollback');
    if ((error as { constraint?: string }).constraint !== 'ticket_ledger_pkey') throw error;
    return 'TOO_LATE';
  } finally {
    client.release();
  }
}

/** A paid order of the buyer, copied from the one before. */
async function plantedOrder(orderId: string, buyer: string): Promise<string> {
  const { rows } = await world.owner.query(
    `insert into orders (event_id, id, drop_id, account_id, admission_id, hold_id, state, amount_minor, currency, ticket_count, pay_deadline)
     select event_id, gen_random_uuid(), drop_id, $3, admission_id, gen_random_uuid(), 'PAID', amount_minor, currency,
       ticket_count, pay_deadline
     from orders where event_id = $1 and id = $2 returning id`,
    [world.eventId, orderId, buyer],
  );
  return rows[0].id;
}
