import { openHistory } from '../history/history.ts';
import { asOwner } from '../stack/as-owner.ts';
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
import type { Stage } from './stage.ts';

const patienceMs = 25_000;
const slowRefunds = 'pm_card_pendingRefund';
const failingRefunds = 'pm_card_refundFail';

/** Somebody buys one standing ticket; the order, when the buyer was told that it is paid. */
async function buyOne(stage: Stage, card: Card = 'pm_card_visa') {
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
async function refund(stage: Stage): Promise<void> {
  const office = await openBackOffice(stage.stack, stage.venue, stage.history, stage.random);
  for (let n = 0; n < 2; n += 1) {
    const bought = await buyOne(stage);
    if (bought !== null) await refundOrder(office, bought.account, bought.order);
  }
}

/** A refund that the bank sends back, twice; then it is paid another way. */
async function failedRefund(stage: Stage): Promise<void> {
  const office = await openBackOffice(stage.stack, stage.venue, stage.history, stage.random);
  const bought = await buyOne(stage, failingRefunds);
  if (bought === null) return;
  await refundOrder(office, bought.account, bought.order);
  const first = await refundIn(office, bought.order.orderId, 'FAILED');
  if (first === null) return;
  await decideRefund(office, first, true);
  const second = await refundIn(office, bought.order.orderId, 'FAILED');
  if (second !== null) await decideRefund(office, second, false);
}

/** A refund on which the bank takes its time, and of which no webhook comes. */
async function quietRefund(stage: Stage): Promise<void> {
  const { stack } = stage;
  await stack.stripeControl.setFault({ kind: 'webhook_lose', path: 'refund.*' });
  const office = await openBackOffice(stack, stage.venue, stage.history, stage.random);
  for (let n = 0; n < 2; n += 1) {
    const bought = await buyOne(stage, slowRefunds);
    if (bought === null) continue;
    await refundOrder(office, bought.account, bought.order);
    // It was asked about long ago, as far as the poller knows.
    await asOwner(stack, "update refunds set asked_at = now() - interval '1 day' where state = 'ACCEPTED'");
    await refundIn(office, bought.order.orderId, 'SUCCEEDED');
  }
  await stack.stripeControl.clearFaults();
}

/** A payment that its cardholder disputes, and that is lost. */
async function dispute(stage: Stage): Promise<void> {
  const { stack, history } = stage;
  const bought = await buyOne(stage);
  if (bought === null) return;
  const { rows } = await asOwner(stack, 'select payment_intent_id as id from payments where order_id = $1', [
    bought.order.orderId,
  ]);
  const act = { act: 'refund', id: `dispute-${bought.order.orderId}`, ...bought.order } as const;
  history.add({ ...act, account: bought.account, type: 'invoke' });
  const { id } = await stack.stripeControl.openDispute(rows[0].id);
  await stack.stripeControl.closeDispute(id, 'lost');
  await stack.stripeControl.flushWebhooks();
  history.add({ ...act, account: bought.account, type: 'info' });
}

/**
 * Another event, on which some buy, that is moved and then called off. Its customers' history is its own: the judge
 * compares the stage's with the stage's event.
 */
async function callOff(stage: Stage): Promise<void> {
  const { stack, random } = stage;
  const history = openHistory();
  const venue = await openVenue(stack, { ...usualVenue, tickets: 40 });
  try {
    const own = { ...stage, venue, history };
    await Promise.all([buyOne(own), buyOne(own)]);
    const [account = ''] = await venue.newAccounts(1);
    const idler = newShopper(venue, account, history, random, patienceMs);
    await actions.abandonsHold.visit(idler);
    await moveAndCallOff(await openBackOffice(stack, venue, history, random));
  } finally {
    await venue.close();
  }
}

/** A ticket is offered, declined, offered again, taken, and let in by its new holder. */
async function giveAway(stage: Stage): Promise<void> {
  const { stack, venue, history, random } = stage;
  const bought = await buyOne(stage);
  const number = bought?.order.tickets[0];
  if (bought === null || number === undefined) return;
  const [friend = ''] = await venue.newAccounts(1);
  const giver = newShopper(venue, bought.account, history, random, patienceMs);
  const receiver = newShopper(venue, friend, history, random, patienceMs);
  for (const how of ['refusal', 'acceptance'] as const) {
    const transferId = await offerTicket(giver, number);
    if (transferId !== null) await answerOffer(stack, giver, receiver, { transferId, number }, how);
  }
  const ticket = await ticketOf(receiver, number);
  if (ticket?.code == null) return;
  await enterAndLeave(await openBackOffice(stack, venue, history, random), ticket.code, number);
}

export const afterSalePlays = { refund, failedRefund, quietRefund, dispute, callOff, giveAway } as const;
