import {
  isOrderEnd,
  orderInitialStates,
  orderStates,
  orderTransitions,
} from '@fairgate/shared/states/order-states.ts';
import { NONE, type OrderRow, type TicketRow } from '../database/rows.ts';
import type { Intent } from '../outside/model-stripe.ts';
import type { Told } from '../processes/buyer.ts';
import type { World } from '../schedule/world.ts';

/** What must hold at every instant. */
export function checkMidway(w: World): void {
  for (const ticket of w.db.tickets) checkLedger(w, ticket);
  const money = moneyByOrder(w);
  for (const order of w.db.orders) {
    checkPath(w, order);
    checkSales(w, order);
    checkKept(w, order, money[order.id] ?? noMoney);
    if (!orderStates[order.state].reserves) continue;
    for (const ticket of order.tickets) {
      if (w.db.tickets[ticket]?.claim !== order.id)
        w.accuse(`order ${order.id}, ${order.state}, has no claim on ticket ${ticket}`);
    }
  }
  checkQuotas(w);
}

/** What must hold when all is over. `isQuiet`: nothing was left to happen. */
export function checkWhole(w: World, told: readonly Told[], isQuiet: boolean): void {
  if (!isQuiet) w.accuse('it does not come to an end');
  for (const ticket of w.db.tickets) {
    checkLedger(w, ticket);
    if (ticket.claim !== NONE) w.accuse(`ticket ${ticket.number} is still claimed by order ${ticket.claim}`);
  }
  const money = moneyByOrder(w);
  for (const order of w.db.orders) {
    checkPath(w, order);
    checkEnd(w, order);
    checkSales(w, order);
    checkKept(w, order, money[order.id] ?? noMoney);
    checkMoney(w, order, money[order.id] ?? noMoney);
  }
  checkIntents(w);
  checkQuotas(w);
  for (const row of w.db.inbox) if (!row.processed) w.accuse(`webhook ${row.id} was never worked off`);
  checkTold(w, told);
}

/** Legal at every prefix: an append-only history is checked entry by entry. */
function checkLedger(w: World, ticket: TicketRow): void {
  for (let version = 1; version < ticket.kinds.length; version += 1) {
    const kind = ticket.kinds[version];
    const before = ticket.kinds[version - 1];
    const isLegal =
      kind === 'SALE'
        ? before !== 'SALE'
        : before === 'SALE' && ticket.orders[version - 1] === ticket.orders[version];
    if (!isLegal) w.accuse(`ticket ${ticket.number}: ${kind} after ${before} at version ${version}`);
  }
}

function checkPath(w: World, order: OrderRow): void {
  const [first] = order.path;
  if (first === undefined || !(orderInitialStates as readonly string[]).includes(first))
    w.accuse(`order ${order.id} begins as ${first}`);
  for (let n = 1; n < order.path.length; n += 1) {
    const from = order.path[n - 1];
    const to = order.path[n];
    if (from !== undefined && to !== undefined && !orderTransitions[from].includes(to))
      w.accuse(`order ${order.id} goes from ${from} to ${to}`);
  }
}

function checkEnd(w: World, order: OrderRow): void {
  if (!isOrderEnd(order.state)) w.accuse(`order ${order.id} stays ${order.state}`);
  for (const { id, kind, state } of order.operations)
    if (state === 'PENDING' || state === 'SENT' || state === 'UNKNOWN')
      w.accuse(`operation ${id}, ${kind} of order ${order.id}, stays ${state}`);
}

/** Orders own exactly what their state says. */
function checkSales(w: World, order: OrderRow): void {
  const { ownsSales } = orderStates[order.state];
  for (const number of order.tickets) {
    const ticket = w.db.tickets[number];
    if (ticket === undefined) continue;
    let sales = 0;
    let live = false;
    ticket.kinds.forEach((kind, version) => {
      if (ticket.orders[version] !== order.id) return;
      if (kind === 'SALE') sales += 1;
      live = kind === 'SALE' && version === ticket.kinds.length - 1;
    });
    if (sales !== (ownsSales ? 1 : 0))
      w.accuse(`order ${order.id}, ${order.state}, sold ticket ${number} ${sales} times`);
    const mustLive = order.state === 'PAID' || order.state === 'FINALIZED';
    if (live !== mustLive)
      w.accuse(`order ${order.id}, ${order.state}: ticket ${number} is ${live ? '' : 'not '}its own`);
  }
}

interface OrderMoney {
  readonly keptMinor: number;
  readonly captures: number;
}

const noMoney: OrderMoney = { keptMinor: 0, captures: 0 };

/** What Stripe has of each order, over all its intents. */
function moneyByOrder(w: World): readonly (OrderMoney | undefined)[] {
  const money = new Array<OrderMoney | undefined>(w.db.orders.length);
  for (const { order, capturedMinor, refundedMinor, captures } of w.stripe.intents) {
    if (captures === 0) continue;
    const before = money[order] ?? noMoney;
    const keptMinor = before.keptMinor + capturedMinor - refundedMinor;
    money[order] = { keptMinor, captures: before.captures + captures };
  }
  return money;
}

/** Nobody pays twice, gets back more than was taken, or has tickets without having paid. */
function checkKept(w: World, order: OrderRow, { keptMinor, captures }: OrderMoney): void {
  const { id, state, amountMinor } = order;
  if (captures > 1) w.accuse(`order ${id} is captured ${captures} times`);
  if (keptMinor < 0 || keptMinor > amountMinor)
    w.accuse(`order ${id}, ${state}, keeps ${keptMinor} of ${amountMinor}`);
  if (state === 'PAID' && keptMinor !== amountMinor)
    w.accuse(`order ${id}, PAID, keeps ${keptMinor} where ${amountMinor} is due`);
}

function checkMoney(w: World, order: OrderRow, { keptMinor: kept }: OrderMoney): void {
  const owed = order.state === 'PAID' ? order.amountMinor : 0;
  if (kept !== owed) w.accuse(`order ${order.id}, ${order.state}, keeps ${kept} where ${owed} is due`);
  const stored = w.stripe.intents[order.payment.intent];
  if (stored !== undefined && isOrderEnd(order.state)) checkStored(w, order, stored);
}

/** An order is finished only when its intent is. */
function checkStored(w: World, order: OrderRow, intent: Intent): void {
  if (intent.status !== 'succeeded' && intent.status !== 'canceled')
    w.accuse(`order ${order.id} is ${order.state} while its intent is ${intent.status}`);
}

/** No operation makes two intents, and those that no order shows are ended. */
function checkIntents(w: World): void {
  const makers = new Set<number>();
  for (const intent of w.stripe.intents) {
    if (makers.has(intent.operation)) w.accuse(`operation ${intent.operation} made two intents`);
    makers.add(intent.operation);
    const isStored = w.db.orders[intent.order]?.payment.intent === intent.id;
    if (!isStored && intent.status !== 'canceled')
      w.accuse(`intent ${intent.id} of order ${intent.order} is ${intent.status} and nobody knows it`);
  }
}

/** Quota rows equal what the orders say, and keep their cap. */
function checkQuotas(w: World): void {
  w.db.quotas.forEach((quota, account) => {
    if (quota === undefined) return;
    let reserved = 0;
    let sold = 0;
    for (const order of w.db.admissions[account]?.orders ?? []) {
      if (orderStates[order.state].reserves) reserved += order.tickets.length;
      else if (order.state === 'FINALIZED' || order.state === 'PAID') sold += order.tickets.length;
    }
    if (quota.reserved !== reserved || quota.sold !== sold)
      w.accuse(
        `account ${account}: quota ${quota.reserved} + ${quota.sold} where orders say ${reserved} + ${sold}`,
      );
    if (reserved + sold > w.db.perCustomerLimit)
      w.accuse(`account ${account} has ${reserved + sold} tickets`);
  });
}

/** An acknowledged purchase is there. */
function checkTold(w: World, told: readonly Told[]): void {
  for (const { order, state } of told) {
    const row = w.db.orders[order];
    if (row === undefined) w.accuse(`order ${order} was acknowledged and is not there`);
    else if (state === 'PAID' && row.state !== 'PAID')
      w.accuse(`order ${order} was told to be PAID and is ${row.state}`);
  }
}
