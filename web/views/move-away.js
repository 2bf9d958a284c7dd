import { act } from '../act.js';
import { call } from '../api.js';
import { clockWords, countDown } from '../clock.js';
import { announce, fill, h, say } from '../dom.js';
import { drawQr } from '../qr.js';
import { qrPicture } from './qr-picture.js';

/** The part of the shop that lets another device of the account go on instead of this one. */
export function createMoveAway({ page, visit: { drop }, admission }) {
  const button = h('button', { type: 'button', class: 'button' }, 'Show a code');
  const slot = h('div', {});
  const shown = h('div', { class: 'move-code' });
  let counting = new AbortController();
  const show = ({ code, expiresAt }) => {
    counting.abort();
    counting = new AbortController();
    const address = `${location.origin}/#/drops/${drop.id}?move=${code}`;
    const rows = drawQr(address);
    const left = h('strong', { role: 'timer' });
    fill(
      shown,
      rows === null ? null : qrPicture(rows, 'QR code with the address of this visit'),
      h('p', {}, 'Scan it with the other device and sign in there, or type this code: ', h('code', {}, code)),
      h('p', { class: 'quiet' }, 'It is good once, for ', left, '.'),
    );
    countDown(Date.parse(expiresAt), AbortSignal.any([page.signal, counting.signal]), (milliseconds) => {
      say(left, clockWords(milliseconds));
      if (milliseconds === 0) fill(shown, h('p', { class: 'quiet' }, 'The code has ended. Show a new one.'));
    });
    announce(`The code is ${[...code].join(' ')}.`);
  };
  button.addEventListener('click', () =>
    act(
      page,
      button,
      slot,
      async () => {
        const headers = { 'fairgate-admission': admission.token };
        show(await call('POST', `/v1/drops/${drop.id}/moves`, { headers, signal: page.signal }));
      },
      { busy: 'One moment …' },
    ),
  );
  return h(
    'details',
    { class: 'move-away' },
    h('summary', {}, 'Go on on another device'),
    h('p', {}, 'Your visit moves there with what you hold, and ends here.'),
    button,
    slot,
    shown,
  );
}
