import { act } from '../act.js';
import { call } from '../api.js';
import { createDeadlineClock } from '../deadline-clock.js';
import { announce, fill, h, heading, say, showState } from '../dom.js';
import { randomId } from '../random-id.js';
import { amount } from '../words.js';
import { basket } from './order-parts.js';
import { refuse } from './take-hold.js';

/** What is held, for how long, and the three ways on: order, more time, give it back. */
export function showHold(shop, held) {
  const { page, visit, floor } = shop;
  const one = held.tickets.length === 1;
  const slot = h('div', {});
  const clock = createDeadlineClock({
    words: one ? 'Yours for' : 'All yours for',
    signal: page.signal,
    onOver: runOut,
  });
  const order = h(
    'button',
    { type: 'button', class: 'button primary large' },
    orderWords(held.amountMinor, held),
  );
  const extend = h(
    'button',
    { type: 'button', class: 'button', hidden: visit.kept.hold.get()?.extended === true },
    'More time',
  );
  const release = h('button', { type: 'button', class: 'button' }, one ? 'Give it back' : 'Give them back');
  const steps = createSteps(shop, held);

  const doing = (button, busy, work, takeOver = () => false) =>
    button.addEventListener('click', () =>
      act(page, button, slot, work, { busy, onRefusal: (error) => takeOver(error) || refuseHere(error) }),
    );
  const refuseHere = (error) => {
    if (error.code === 'HOLD_GONE') runOut();
    else refuse(shop, slot, error);
    return true;
  };

  doing(
    order,
    'Ordering …',
    async () => {
      const orderId = await steps.order();
      clock.stop();
      page.go(`#/orders/${orderId}`);
    },
    (error) => error.code === 'PRICE_CHANGED' && showNewPrice(error.facts.amountMinor),
  );
  doing(
    extend,
    'One moment …',
    async () => {
      showExtended(await steps.extend());
      announce('You have more time.');
    },
    (error) => {
      if (error.code === 'HOLD_EXTENDED_ALREADY') showExtended(error.facts.expiresAt);
      return false;
    },
  );
  doing(release, 'One moment …', async () => {
    await steps.release();
    clock.stop();
    shop.choose('Given back: on sale again.');
  });

  showState(
    floor,
    heading(one ? 'This ticket is yours for now' : 'These tickets are yours for now'),
    clock.element,
    h('div', { class: 'panel slim' }, basket(held)),
    slot,
    h('div', { class: 'actions' }, order, extend, release),
  );
  clock.run(held.expiresAt);

  function showExtended(expiresAt) {
    extend.hidden = true;
    clock.run(expiresAt);
    order.focus();
  }

  function showNewPrice(amountMinor) {
    steps.expect(amountMinor);
    say(order, orderWords(amountMinor, held));
    const title = `The price is now ${amount(amountMinor, held.currency)}`;
    fill(
      slot,
      h(
        'div',
        { class: 'problem', role: 'alert' },
        h('p', { class: 'problem-title' }, title),
        h('p', {}, 'Order again if it is right for you; nothing was charged.'),
      ),
    );
    return true;
  }

  function runOut() {
    clock.stop();
    visit.kept.hold.clear();
    announce('Your hold has ended.');
    showState(
      floor,
      heading('Your hold has ended'),
      h('p', {}, 'The time was up, so what you held went back on sale. Nothing was charged.'),
      h(
        'div',
        { class: 'actions' },
        h(
          'button',
          { type: 'button', class: 'button primary', onclick: () => shop.choose() },
          'Choose again',
        ),
      ),
    );
  }
}

/** The calls, with what this tab keeps of the hold. */
function createSteps({ page, visit, admission }, held) {
  const { drop, kept } = visit;
  const path = `/v1/drops/${drop.id}/holds/${held.holdId}`;
  let expectedAmountMinor = held.amountMinor;
  return {
    /** Ordered twice under one key is one order. */
    async order() {
      const { orderId } = await call('POST', `/v1/drops/${drop.id}/orders`, {
        body: { holdId: held.holdId, expectedAmountMinor },
        headers: {
          'fairgate-admission': admission.token,
          'idempotency-key': kept.hold.get()?.orderKey ?? held.holdId,
        },
        signal: page.signal,
      });
      kept.hold.clear();
      // Who ordered lost nothing.
      kept.returned.clear();
      return orderId;
    },
    async extend() {
      const { expiresAt } = await call('POST', `${path}/extension`, { signal: page.signal });
      kept.hold.set({ ...kept.hold.get(), extended: true });
      return expiresAt;
    },
    async release() {
      await call('DELETE', path, { signal: page.signal });
    },
    /** Another amount is another request, and so needs another key. */
    expect(amountMinor) {
      expectedAmountMinor = amountMinor;
      kept.hold.set({ ...kept.hold.get(), orderKey: randomId() });
    },
  };
}

function orderWords(amountMinor, { tickets, currency }) {
  if (amountMinor > 0) return `Order and pay ${amount(amountMinor, currency)}`;
  return tickets.length === 1 ? 'Get the ticket' : 'Get the tickets';
}
