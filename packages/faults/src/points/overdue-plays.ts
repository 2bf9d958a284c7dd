import { setTimeout as sleep } from 'node:timers/promises';
import type { Violation } from '../judge/violation.ts';
import { asOwner } from '../stack/as-owner.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { actions } from '../workload/actions.ts';
import { buyTickets, pays } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { holdTickets } from '../workload/hold-tickets.ts';
import { newShopper, type Shopper } from '../workload/shopper.ts';
import { missed, type Play, playedWell, type Stage } from './stage.ts';

const patienceMs = 25_000;
const lookMs = 200;
const endedWithinMs = 12_000;
/** From the end of the last hold: a sweep comes each half second. */
const sweptWithinMs = 1_500;

async function shopperFor({ venue, history, random }: Stage): Promise<Shopper> {
  const [account = ''] = await venue.newAccounts(1);
  return newShopper(venue, account, history, random, patienceMs);
}

/** Waits until a row says so; what is missed when none does. */
export async function untilThere(
  stack: FaultStack,
  rows: string,
  values: unknown[],
  what: string,
): Promise<readonly Violation[]> {
  const untilMs = Date.now() + endedWithinMs;
  while (Date.now() < untilMs) {
    if ((await asOwner(stack, rows, values)).rows.length > 0) return playedWell;
    await sleep(lookMs);
  }
  return missed(what, ...values);
}

const admissionIn = 'select from admissions where event_id = $1 and account_id = $2 and state = $3';

/** A customer's time in the shop runs out. */
async function endAdmission(stage: Stage): Promise<readonly Violation[]> {
  const { stack, venue } = stage;
  const shopper = await shopperFor(stage);
  if ((await comeIn(shopper)) === null) return missed('nobody came in');
  await asOwner(
    stack,
    'update admissions set expires_at = clock_timestamp() where account_id = $1 and state = $2',
    [shopper.account, 'ACTIVE'],
  );
  await actions.buysStanding.visit(await shopperFor(stage));
  const values = [venue.show.eventId, shopper.account, 'EXPIRED'];
  return untilThere(stack, admissionIn, values, 'the admission did not expire');
}

/** Somebody buys as much as one may. */
async function spendAdmission(stage: Stage): Promise<readonly Violation[]> {
  const { stack, venue } = stage;
  const shopper = await shopperFor(stage);
  const admission = await comeIn(shopper);
  const wish = { kind: 'general', quantity: venue.settings.limit } as const;
  const hold = admission === null ? null : await holdTickets(shopper, admission, wish);
  if (admission === null || hold === null) return missed('nothing was held');
  if ((await buyTickets(shopper, admission, hold, pays)) !== 'ok') return playedWell;
  const values = [venue.show.eventId, shopper.account, 'SPENT'];
  return untilThere(stack, admissionIn, values, 'the admission was not spent');
}

/** Two hold and do nothing more, until their holds are over and swept. */
async function holdsRunOut(stage: Stage): Promise<readonly Violation[]> {
  const before = stage.history.events.length;
  for (let n = 0; n < 2; n += 1) await actions.abandonsHold.visit(await shopperFor(stage));
  const own = stage.history.events.slice(before);
  const ends = own.flatMap(({ type, untilMs }) => (type === 'ok' && untilMs !== undefined ? [untilMs] : []));
  if (ends.length === 0) return missed('nothing was held', ...own);
  await sleep(Math.max(...ends) + sweptWithinMs - Date.now());
  return playedWell;
}

/** No webhook comes, and no buyer comes back from paying: Stripe has to be asked. */
async function unheard(stage: Stage): Promise<readonly Violation[]> {
  const { stripeControl } = stage.stack;
  const { id } = await stripeControl.setFault({ kind: 'webhook_lose' });
  const before = stage.history.events.length;
  const { visit } = actions.closesPageAfterPaying;
  await Promise.all([visit(await shopperFor(stage)), visit(await shopperFor(stage))]);
  await stripeControl.clearFaults(id);
  const own = stage.history.events.slice(before);
  return own.some(({ act, type }) => act === 'purchase' && type === 'ok')
    ? playedWell
    : missed('nobody was told that it is paid', ...own);
}

export const overduePlays = {
  endAdmission,
  spendAdmission,
  holdsRunOut,
  unheard,
} as const satisfies Readonly<Record<string, Play>>;
