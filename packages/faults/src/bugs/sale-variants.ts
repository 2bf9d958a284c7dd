import { inFile, inFunction, point, scenario, statement } from './patches.ts';
import type { Variant } from './variant.ts';

const claimsIgnored = inFunction(
  'create_order',
  'select p_event, n, p_order from unnest(p_tickets) n order by n;',
  'select p_event, n, p_order from unnest(p_tickets) n order by n on conflict do nothing;',
);

/** Of claims, sales and quotas: what Postgres decides. */
export const saleVariants = {
  'bare-max-plus-one': {
    what: 'a sale takes the next free version of its ticket, whatever the buyer saw, and the chain is not declared',
    patches: [
      claimsIgnored,
      inFunction(
        'finalize_orders',
        "select l.event_id, l.ticket_number, l.fence + 1, 'SALE', p.version, p.kind, p.hash, o.account_id, o.id",
        "select l.event_id, l.ticket_number, p.version + 1, 'SALE', p.version, p.kind, p.hash, o.account_id, o.id",
      ),
      inFunction(
        'finalize_orders',
        'and p.version = l.fence',
        'and p.version = (select max(n.version) from ticket_ledger n where n.event_id = l.event_id and n.ticket_number = l.ticket_number)',
      ),
      statement('alter table ticket_ledger drop constraint ledger_step'),
    ],
    shows: ['audit ledger.live-sales', 'a ticket belongs to one account at a time'],
    caughtBy: scenario('rivals'),
  },
  'claims-not-checked': {
    what: 'a ticket that an unfinished order has claimed is claimed no second time, and nobody looks whether it was',
    patches: [claimsIgnored],
    shows: ['audit orders.claims'],
    caughtBy: scenario('rivals'),
  },
  'row-counts-ignored': {
    what: 'an order is finalized although some of its sales were not inserted',
    patches: [
      claimsIgnored,
      inFunction(
        'finalize_orders',
        'order by l.event_id, l.ticket_number;',
        'order by l.event_id, l.ticket_number on conflict do nothing;',
      ),
    ],
    shows: ['audit orders.sold-own-sales', 'an acknowledged purchase exists'],
    caughtBy: scenario('rivals'),
  },
  'unsorted-inserts': {
    what: 'tickets are claimed in the order in which they were asked for',
    patches: [
      inFunction('create_order', 'from unnest(p_tickets) n order by n;', 'from unnest(p_tickets) n;'),
    ],
    shows: ['no dead-lock'],
    caughtBy: scenario('crossingOrders'),
  },
  'quota-not-enforced': {
    what: "the buyer's share is counted and compared with nothing",
    patches: [
      inFunction(
        'create_order',
        'where q.reserved + q.sold + v_count <= v_drop.per_customer_limit;',
        'where true;',
      ),
      statement('alter table customer_quotas drop constraint customer_quotas_cap'),
    ],
    shows: ['audit orders.quotas', 'nobody buys more than the limit'],
    caughtBy: scenario('moreThanTheLimit'),
  },
  'reservation-kept': {
    what: 'an order that ends keeps its share of the quota',
    patches: [
      inFunction(
        'release_order_reservation',
        'set reserved = q.reserved - o.ticket_count',
        'set reserved = q.reserved',
      ),
    ],
    shows: ['audit orders.quotas'],
    caughtBy: scenario('cancelled'),
  },
  'void-keeps-seats': {
    what: 'an order whose authorization ran out is voided, and its seats stay sold',
    patches: [
      inFunction(
        'void_order',
        "where h.event_id = p_event and h.order_id = p_order and h.kind = 'SALE' order by h.ticket_number;",
        'where false;',
      ),
    ],
    shows: ['audit orders.live-tickets'],
    caughtBy: scenario('authorizationRunsOut'),
  },
  'sweeper-missing': {
    what: 'an approved order whose job was lost is finalized by nobody',
    patches: [
      inFile(
        'services/queue-worker/src/jobs/finalize-orders.ts',
        'await Promise.allSettled(orders.map(finalize));',
        'void finalize;',
      ),
    ],
    shows: ['everything finishes'],
    caughtBy: point('record-authorized.after:kill:1'),
  },
  'deadline-not-kept': {
    what: 'nobody ends an order that is not paid in time',
    patches: [
      inFile(
        'services/queue-worker/src/jobs/expire-orders.ts',
        'const overdue = await loadOverdueOrders(database, ordersPerRound);',
        'const overdue = (await loadOverdueOrders(database, ordersPerRound)).filter(() => false);',
      ),
    ],
    shows: ['everything finishes'],
    caughtBy: scenario('abandoned'),
  },
} as const satisfies Readonly<Record<string, Variant>>;
