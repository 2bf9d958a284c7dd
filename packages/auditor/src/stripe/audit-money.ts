import type Stripe from 'stripe';
import { Collector } from '../checks/check.ts';
import type { FreshDatabase, Snapshot } from '../database/open-database.ts';
import {
  judgeOrder,
  judgeStranger,
  MONEY_CHECKS,
  type MoneyFault,
  type MoneyFaults,
} from './judge-orders.ts';
import { ORDER_MONEY_VALUES, type OrderMoney, orderMoneyStatement } from './order-money.ts';
import { type IntentFigures, readAllFigures, readFigures } from './stripe-figures.ts';

/** Beyond so many suspects no second look is taken: that many are not a sale that goes on, but a fault. */
const SECOND_LOOKS_MAX = 500;
/** An order whose figures change under the look is looked at so often, and then let be. */
const LOOKS_MAX = 3;

interface Suspect {
  readonly orderId: string | null;
  readonly intents: readonly string[];
  readonly faults: readonly MoneyFault[];
}

/**
 * Compares every order with Stripe. Database and Stripe are not of the same instant, so what looks wrong is looked at
 * again, and counts only when it is still wrong while nothing moves.
 */
export async function auditMoney(
  stripe: Stripe,
  snapshot: Snapshot,
  fresh: FreshDatabase,
  secondLooksMax: number = SECOND_LOOKS_MAX,
): Promise<MoneyFaults> {
  const figures = await readAllFigures(stripe);
  const collectors = new Map(MONEY_CHECKS.map((check) => [check, new Collector()]));
  let looks = 0;
  for (const suspect of await findSuspects(figures, snapshot)) {
    looks += 1;
    const faults = looks > secondLooksMax ? suspect.faults : await lookAgain(stripe, fresh, suspect);
    for (const { check, row } of faults) collectors.get(check)?.add(row);
  }
  return { of: (check) => collectors.get(check)?.findings ?? { count: 0, rows: [] } };
}

async function findSuspects(
  figures: ReadonlyMap<string, IntentFigures>,
  snapshot: Snapshot,
): Promise<readonly Suspect[]> {
  const byOrder = Map.groupBy(figures.values(), (intent) => intent.orderId ?? '');
  const suspects: Suspect[] = [];
  const known = new Set<string>();
  const stored = new Set<string>();
  await snapshot.stream(orderMoneyStatement(), ORDER_MONEY_VALUES, (row, columns) => {
    const order = Object.fromEntries(columns.map((name, at) => [name, row[at]])) as unknown as OrderMoney;
    known.add(order.order_id);
    if (order.intent_id !== null) stored.add(order.intent_id);
    const intents = withStored(byOrder.get(order.order_id) ?? [], figures.get(order.intent_id ?? ''));
    const faults = judgeOrder(order, intents);
    if (faults.length > 0)
      suspects.push({ orderId: order.order_id, intents: intents.map(({ id }) => id), faults });
  });
  for (const intent of figures.values()) {
    if (stored.has(intent.id) || known.has(intent.orderId ?? '')) continue;
    const faults = judgeStranger(intent);
    if (faults.length > 0) suspects.push({ orderId: intent.orderId, intents: [intent.id], faults });
  }
  return suspects;
}

function withStored(
  named: readonly IntentFigures[],
  stored: IntentFigures | null | undefined,
): readonly IntentFigures[] {
  return stored == null || named.some(({ id }) => id === stored.id) ? named : [...named, stored];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function lookAgain(
  stripe: Stripe,
  fresh: FreshDatabase,
  suspect: Suspect,
): Promise<readonly MoneyFault[]> {
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const order = await loadOrder(fresh, suspect.orderId);
    const ids = new Set([...suspect.intents, ...(order?.intent_id ? [order.intent_id] : [])]);
    const intents: IntentFigures[] = [];
    for (const id of ids) {
      const intent = await readFigures(stripe, id);
      if (intent !== null) intents.push(intent);
    }
    const after = await loadOrder(fresh, suspect.orderId);
    if (JSON.stringify(after) !== JSON.stringify(order)) continue;
    return order === null ? intents.flatMap(judgeStranger) : judgeOrder(order, intents);
  }
  return [];
}

async function loadOrder(fresh: FreshDatabase, orderId: string | null): Promise<OrderMoney | null> {
  if (orderId === null || !UUID.test(orderId)) return null;
  const rows = await fresh.query<OrderMoney>(orderMoneyStatement('o.id = $2'), [
    ...ORDER_MONEY_VALUES,
    orderId,
  ]);
  return rows[0] ?? null;
}
