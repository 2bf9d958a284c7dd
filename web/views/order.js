import { call } from '../api.js';
import { pause } from '../dom.js';
import { Refusal } from '../refusal.js';
import { showEnded } from './order-ended.js';
import { showFinishing } from './order-finishing.js';
import { showPaid } from './order-paid.js';
import { showPayment } from './payment.js';

/** What is shown in which state of the order, and how often the order is asked for meanwhile. Milliseconds. */
const stages = {
  PENDING_PAYMENT: { show: showPayment, everyMs: 4_000 },
  AUTHORIZED: { show: showFinishing, everyMs: 800 },
  FINALIZED: { show: showFinishing, everyMs: 800 },
  PAID: { show: showPaid, everyMs: null },
  EXPIRING: { show: showEnded, everyMs: 2_000 },
  LOST: { show: showEnded, everyMs: 2_000 },
  CAPTURE_FAILED: { show: showEnded, everyMs: 2_000 },
  EXPIRED: { show: showEnded, everyMs: null },
  LOST_RELEASED: { show: showEnded, everyMs: null },
  VOIDED: { show: showEnded, everyMs: null },
  REFUNDED: { show: showEnded, everyMs: null },
};
/** What takes long is asked for less and less often. */
const slower = 1.25;
const everyMsMax = 5_000;

/** An order from paying to the ticket. What is shown follows from its state alone, so a refresh loses nothing. */
export async function showOrder(page) {
  const path = `/v1/orders/${page.id}`;
  const nudge = new EventTarget();
  const returned = sessionStorage.getItem('fairgate.returned');
  sessionStorage.removeItem('fairgate.returned');
  const askBank = () => call('POST', `${path}/payment-return`, { signal: page.signal });
  let order = null;
  let shown = {};
  let leaving = new AbortController();
  let everyMs = 0;
  const follow = {
    /** The payment was approved, or nobody knows: the gateway asks Stripe. */
    async paid() {
      await take(await askBank());
      nudge.dispatchEvent(new Event('go'));
      return order;
    },
    async changed(next) {
      await take(next);
      nudge.dispatchEvent(new Event('go'));
    },
    returned,
  };
  await take(returned === null ? await call('GET', path, { signal: page.signal }) : await askBank());
  while (stages[order.state].everyMs !== null) {
    await pause(everyMs, page.signal, nudge);
    everyMs = Math.min(everyMsMax, everyMs * slower);
    const seen = order;
    const fresh = await ask();
    // An answer to a question asked earlier must not undo what was learned meanwhile.
    if (order === seen && fresh !== null) await take(fresh);
  }

  async function take(next) {
    order = next;
    const { show, everyMs: ownMs } = stages[order.state];
    if (shown.show === show) return shown.update(order);
    leaving.abort();
    leaving = new AbortController();
    shown = { show, update: () => undefined };
    everyMs = ownMs;
    const stage = { ...page, signal: AbortSignal.any([page.signal, leaving.signal]) };
    Object.assign(shown, await show(stage, order, follow));
  }

  async function ask() {
    try {
      return needsIntent(order) ? await askBank() : await call('GET', path, { signal: page.signal });
    } catch (error) {
      if (error instanceof Refusal && error.passes) return null;
      throw error;
    }
  }
}

/** Stripe did not answer when the order was made: asking again makes the intent. */
function needsIntent(order) {
  return order.state === 'PENDING_PAYMENT' && order.payment === null;
}
