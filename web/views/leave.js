import { act } from '../act.js';
import { call } from '../api.js';
import { h } from '../dom.js';
import { keptFor } from '../kept.js';

/**
 * Leaves the shop, so that the next turn comes at once. `onLeft` is told when the visitor is out, `onMoved` when the visit
 * went on on another device.
 */
export function leaveButton(page, { dropId, token, words, kind, slot, onLeft, onMoved }) {
  const button = h('button', { type: 'button', class: `button ${kind}` }, words);
  const out = () => {
    const { admission, place, hold, returned } = keptFor(dropId);
    for (const one of [admission, place, hold, returned]) one.clear();
    return onLeft();
  };
  button.addEventListener('click', () =>
    act(
      page,
      button,
      slot,
      async () => {
        const headers = { 'fairgate-admission': token };
        await call('DELETE', `/v1/drops/${dropId}/admissions`, { headers, signal: page.signal });
        await out();
      },
      {
        busy: 'Leaving …',
        onRefusal(error) {
          // Out already.
          if (error.code !== 'NO_ADMISSION') return false;
          if (error.facts.reason === 'moved' && onMoved !== undefined) {
            onMoved(error);
            return true;
          }
          Promise.resolve(out()).catch(page.fail);
          return true;
        },
      },
    ),
  );
  return button;
}
