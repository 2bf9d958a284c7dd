import { act } from '../act.js';
import { call } from '../api.js';
import { h, heading, linkButton, showState } from '../dom.js';
import { bothClocks, offerWords, seatWords, visitorZone } from '../words.js';

/** Where the mail of an offer leads: look at the ticket, take it or decline it. The code stands after the #, in no log. */
export async function showTransfer(page) {
  const code = page.query.get('code');
  const transfer = await call('GET', `/v1/transfers/${page.id}`, {
    headers: code === null ? {} : { 'fairgate-transfer-code': code },
    signal: page.signal,
  });
  page.title(offerWords.title(transfer.eventName));
  if (transfer.state === 'OFFERED' && !transfer.given && code !== null)
    return showOffer(page, transfer, code);
  const isOffered = transfer.state === 'OFFERED';
  showState(
    page.main,
    heading(isOffered ? offerWords.title(transfer.eventName) : offerWords.ended),
    h('p', { class: 'lead' }, isOffered && transfer.given ? offerWords.own : `${transfer.words}.`),
    linkButton('#/tickets', 'My tickets'),
  );
}

function showOffer(page, transfer, code) {
  const path = `/v1/transfers/${transfer.transferId}`;
  const slot = h('div', {});
  const button = (kind, words, work) => {
    const element = h('button', { type: 'button', class: `button ${kind}` }, words);
    element.addEventListener('click', () => act(page, element, slot, work));
    return element;
  };
  const take = button('primary', 'Take the ticket', async () => {
    await call('POST', `${path}/acceptance`, { body: { code }, signal: page.signal });
    showEnd(page, offerWords.taken, offerWords.takenMore);
  });
  const decline = button('', 'No, thank you', async () => {
    await call('POST', `${path}/refusal`, { body: { code }, signal: page.signal });
    showEnd(page, offerWords.declined, offerWords.declinedMore);
  });
  showState(
    page.main,
    heading(offerWords.title(transfer.eventName)),
    h('p', { class: 'lead' }, offerWords.from(transfer.fromName)),
    h('p', {}, bothClocks(transfer.startsAt, transfer.timeZone).there),
    h('p', {}, `${transfer.venueName}. ${seatWords(transfer)}`),
    h('p', { class: 'quiet' }, offerWords.until(transfer.expiresAt, visitorZone())),
    slot,
    h('p', { class: 'actions' }, take, ' ', decline),
  );
}

function showEnd(page, title, more) {
  showState(
    page.main,
    heading(title),
    h('p', { class: 'lead' }, more),
    linkButton('#/tickets', 'My tickets'),
  );
}
