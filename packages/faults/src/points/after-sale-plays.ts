import { openHistory } from '../history/history.ts';
import type { Violation } from '../judge/violation.ts';
import { asOwner } from '../stack/as-owner.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { actions } from '../workload/actions.ts';
import { buyTickets, pays } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { answerOffer, enterAndLeave, offerTicket, ticketOf } from '../workload/give-away.ts';
import {
  decideRefund,
  moveAndCallOff,
  openBackOffice,
  paidOrderOf,
  refundIn,
  refundOrder,
} from '../workload/give-back.ts';
import { holdTickets } from '../workload/hold-tickets.ts';
import type { Card } from '../workload/pay-at-stripe.ts';
import { newShopper } from '../workload/shopper.ts';
import { openVenue, usualVenue } from '../workload/venue.ts';
import { untilThere } from './overdue-plays.ts';
import { missed, type Play, playedWell, type Stage } from './stage.ts';

const patienceMs = 25_000;
const slowRefunds = 'pm_card_pendingRefund';
const failingRefunds = 'pm_card_refundFail';

/** How many try to buy before a play is given up: what a fault struck may end unpaid. */
const buyersMax = 3;
const nobodyBought = missed('nobody bought a ticket');

/** Somebody buys one standing ticket; the order, when a buyer was told that it is paid. */
async function buyOne(stage: Stage, card: Card = 'pm_card_visa'): ReturnType<typeof tryToBuyOne> {
  for (let buyers = 1; buyers < buyersMax; buyers += 1) {
    const bought = await tryToBuyOne(stage, card);
    if (bought !== null) return bought;
  }
  return tryToBuyOne(stage, card);
}

async function tryToBuyOne(stage: Stage, card: Card) {
  const { venue, history, random } = stage;
  const [account = ''] = await venue.newAccounts(1);
  const shopper = newShopper(venue, account, history, random, patienceMs);
  const admission = await comeIn(shopper);
  const hold =
    admission === null ? null : await holdTickets(shopper, admission, { kind: 'general', quantity: 1 });
  if (admission !== null && hold !== null)
    await buyTickets(shopper, admission, hold, { ...pays, cards: [card] });
  const order = paidOrderOf(history, account);
  return order === null ? null : { account, order };
}

/** A purchase that the vendor refunds. */
async function refund(stage: Stage): Promise<readonly Violation[]> {
  const misses: Violation[] = [];
  for (let n = 0; n < 2; n += 1) {
    const office = await openBackOffice(stage.stack, stage.venue, stage.history, stage.random);
    const bought = await buyOne(stage);
    const how = bought && (await refundOrder(office, bought.account, bought.order));
    if (bought === null) misses.push(...nobodyBought);
    else if (how !== 'ok') misses.push(...missed(`a refund ended with ${how}`, bought));
    else if ((await refundIn(office, bought.order.orderId, 'SUCCEEDED')) === null)
      misses.push(...missed('a refund did not succeed', bought));
  }
  return misses;
}

/** A refund that the bank sends back, twice; then it is paid another way. */
async function failedRefund(stage: Stage): Promise<readonly Violation[]> {
  const office = await openBackOffice(stage.stack, stage.venue, stage.history, stage.random);
  const bought = await buyOne(stage, failingRefunds);
  if (bought === null) return nobodyBought;
  const { orderId } = bought.order;
  await refundOrder(office, bought.account, bought.order);
  const first = await refundIn(office, orderId, 'FAILED');
  if (first === null) return missed('the bank sent no refund back', bought);
  if (!(await decideRefund(office, first, true)))
    return missed('nobody decided about a failed refund', bought);
  const second = await refundIn(office, orderId, 'FAILED');
  if (second === null) return missed('the bank did not send the second refund back', bought);
  await decideRefund(office, second, false);
  const isSettled = (await refundIn(office, orderId, 'SETTLED')) !== null;
  return isSettled ? playedWell : missed('the failed refund was not settled', bought);
}

/** A refund on which the bank takes its time, and of which no webhook comes. */
async function quietRefund(stage: Stage): Promise<readonly Violation[]> {
  const { stack } = stage;
  const misses: Violation[] = [];
  await stack.stripeControl.setFault({ kind: 'webhook_lose', path: 'refund.*' });
  for (let n = 0; n < 2; n += 1) {
    const office = await openBackOffice(stack, stage.venue, stage.history, stage.random);
    const bought = await buyOne(stage, slowRefunds);
    if (bought === null) {
      misses.push(...nobodyBought);
      continue;
    }
    await refundOrder(office, bought.account, bought.order);
    // The poller asks once in ten minutes: they pass within a second, again and again.
    const passing = setInterval(() => {
      const text = "update refunds set asked_at = now() - interval '1 day' where state = 'ACCEPTED'";
      asOwner(stack, text).catch(() => undefined);
    }, 1_000);
    const succeeded = await refundIn(office, bought.order.orderId, 'SUCCEEDED').finally(() =>
      clearInterval(passing),
    );
    if (succeeded === null) misses.push(...missed('a quiet refund was not asked about', bought));
  }
  await stack.stripeControl.clearFaults();
  return misses;
}

/** A payment that its cardholder disputes, and that is lost. */
async function dispute(stage: Stage): Promise<readonly Violation[]> {
  const { stack, history } = stage;
  const bought = await buyOne(stage);
  if (bought === null) return nobodyBought;
  const act = { act: 'refund', id: `dispute-${bought.order.orderId}`, ...bought.order } as const;
  history.add({ ...act, account: bought.account, type: 'invoke' });
  const { id } = await stack.stripeControl.openDispute(await intentOf(stack, bought.order.orderId));
  await stack.stripeControl.closeDispute(id, 'lost');
  await stack.stripeControl.flushWebhooks();
  history.add({ ...act, account: bought.account, type: 'info' });
  const lost = "select from disputes where order_id = $1 and state = 'LOST'";
  return untilThere(stack, lost, [bought.order.orderId], 'the lost dispute was not recorded');
}

/**
 * Payments that their cardholders dispute, of which no word comes until the vendor has refunded them: Stripe refuses. A
 * dispute that is won lets the refund go on; one that is lost gave the buyer their money.
 */
async function refusedRefund(stage: Stage): Promise<readonly Violation[]> {
  return [
    ...(await refuseRefund(stage, 'won', 'SUCCEEDED')),
    ...(await refuseRefund(stage, 'lost', 'SETTLED')),
  ];
}

async function refuseRefund(
  stage: Stage,
  how: 'won' | 'lost',
  ending: 'SUCCEEDED' | 'SETTLED',
): Promise<readonly Violation[]> {
  const { stack } = stage;
  const office = await openBackOffice(stack, stage.venue, stage.history, stage.random);
  const bought = await buyOne(stage);
  if (bought === null) return nobodyBought;
  const { orderId } = bought.order;
  await stack.stripeControl.setFault({ kind: 'webhook_lose', path: 'charge.dispute.*' });
  const { id } = await stack.stripeControl.openDispute(await intentOf(stack, orderId));
  await refundOrder(office, bought.account, bought.order);
  const refused = await refundIn(office, orderId, 'FAILED');
  await stack.stripeControl.clearFaults();
  await stack.stripeControl.closeDispute(id, how);
  await stack.stripeControl.flushWebhooks();
  if (refused === null) return missed('Stripe did not refuse the refund of a disputed payment', bought);
  const isEnded = (await refundIn(office, orderId, ending)) !== null;
  return isEnded ? playedWell : missed(`the refund was not ${ending} after the dispute was ${how}`, bought);
}

async function intentOf(stack: FaultStack, orderId: string): Promise<string> {
  const text = 'select payment_intent_id as id from payments where order_id = $1';
  return (await asOwner(stack, text, [orderId])).rows[0].id;
}

/**
 * Another event, on which some buy, that is moved and then called off. Its customers' history is its own: the judge
 * compares the stage's with the stage's event.
 */
async function callOff(stage: Stage): Promise<readonly Violation[]> {
  const { stack, random } = stage;
  const history = openHistory();
  const venue = await openVenue(stack, { ...usualVenue, tickets: 40 });
  try {
    const own = { ...stage, venue, history };
    const bought = await Promise.all([buyOne(own), buyOne(own)]);
    const [account = ''] = await venue.newAccounts(1);
    const idler = newShopper(venue, account, history, random, patienceMs);
    await actions.abandonsHold.visit(idler);
    const how = await moveAndCallOff(await openBackOffice(stack, venue, history, random));
    if (bought.includes(null)) return nobodyBought;
    return how === 'done' ? playedWell : missed(how, venue.show.eventId);
  } finally {
    await venue.close();
  }
}

/** A ticket is offered, declined, offered again, taken, and let in by its new holder. */
async function giveAway(stage: Stage): Promise<readonly Violation[]> {
  const { stack, venue, history, random } = stage;
  const bought = await buyOne(stage);
  const number = bought?.order.tickets[0];
  if (bought === null || number === undefined) return nobodyBought;
  const [friend = ''] = await venue.newAccounts(1);
  const giver = newShopper(venue, bought.account, history, random, patienceMs);
  const receiver = newShopper(venue, friend, history, random, patienceMs);
  for (const how of ['refusal', 'acceptance'] as const) {
    const transferId = await offerTicket(giver, number);
    if (transferId === null) return missed('a ticket was not offered', bought);
    await answerOffer(stack, giver, receiver, { transferId, number }, how);
  }
  const ticket = await ticketOf(receiver, number);
  if (ticket?.code == null) return missed('a ticket did not change hands', bought);
  const office = await openBackOffice(stack, venue, history, random);
  const isIn = await enterAndLeave(office, ticket.code, number);
  return isIn ? playedWell : missed('the gate did not let a ticket in and out', bought);
}

/** A ticket is offered, and nobody answers until the offer runs out; then it is offered again, and taken. */
async function offerRunsOut(stage: Stage): Promise<readonly Violation[]> {
  const { stack, venue, history, random } = stage;
  const bought = await buyOne(stage);
  const number = bought?.order.tickets[0];
  if (bought === null || number === undefined) return nobodyBought;
  const [friend = ''] = await venue.newAccounts(1);
  const giver = newShopper(venue, bought.account, history, random, patienceMs);
  const receiver = newShopper(venue, friend, history, random, patienceMs);
  const first = await offerTicket(giver, number);
  // Offers last for days.
  await asOwner(
    stack,
    "update transfers set expires_at = clock_timestamp() where id = $1 and state = 'OFFERED'",
    [first],
  );
  const expired = "select from transfers where id = $1 and state = 'EXPIRED'";
  const misses = await untilThere(stack, expired, [first], 'the offer did not run out');
  const second = await offerTicket(giver, number);
  if (first === null || second === null) return missed('a ticket was not offered', bought);
  await answerOffer(stack, giver, receiver, { transferId: second, number }, 'acceptance');
  return misses;
}

export const afterSalePlays = {
  ...{ refund, failedRefund, quietRefund, refusedRefund, dispute, callOff, giveAway, offerRunsOut },
} as const satisfies Readonly<Record<string, Play>>;
