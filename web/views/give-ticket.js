import { act } from '../act.js';
import { call } from '../api.js';
import { announce, field, fill, h } from '../dom.js';
import { randomId } from '../random-id.js';
import { giveWords, visitorZone } from '../words.js';

/** The part of a ticket's card by which it is offered to an address, or the offer taken back. */
export function giveTicket(page, ticket) {
  const part = h('div', { class: 'give' });
  if (ticket.offer === null) showForm(page, ticket, part);
  else showOffer(page, ticket, part, ticket.offer);
  return part;
}

function showForm(page, ticket, part) {
  // One key for this form: pressed twice, or sent again after a lost answer, it is one offer.
  const key = randomId();
  const email = field(
    giveWords.field,
    h('input', { id: `give-${ticket.eventId}-${ticket.number}`, type: 'email', required: true }),
    giveWords.note,
  );
  const button = h('button', { class: 'button' }, giveWords.send);
  const slot = h('div', {});
  const form = h('form', {}, email.element, slot, button);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act(page, button, slot, async () => {
      const offer = await call('POST', `/v1/events/${ticket.eventId}/tickets/${ticket.number}/transfers`, {
        body: { toEmail: email.input.value.trim() },
        headers: { 'if-match': `"v${ticket.version}"`, 'idempotency-key': key },
        signal: page.signal,
      });
      showOffer(page, ticket, part, offer).focus();
    });
  });
  fill(part, h('details', {}, h('summary', {}, giveWords.open), form));
}

function showOffer(page, ticket, part, offer) {
  const words = giveWords.offered(offer.toEmail, offer.expiresAt, visitorZone());
  const slot = h('div', {});
  const button = h('button', { type: 'button', class: 'button' }, giveWords.withdraw);
  button.addEventListener('click', () =>
    act(page, button, slot, async () => {
      await call('DELETE', `/v1/transfers/${offer.transferId}`, { signal: page.signal });
      showForm(page, ticket, part);
      announce(giveWords.withdrawn);
      part.querySelector('summary').focus();
    }),
  );
  fill(part, h('p', { role: 'status' }, words), slot, button);
  return button;
}
