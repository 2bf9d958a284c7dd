import { act } from '../act.js';
import { call } from '../api.js';
import { announce, fill, h } from '../dom.js';

/**
 * Gives the place up, after asking once.
 * @param giveUp `begin()` before, awaited; `end(isGone)` after
 */
export function createGiveUp(page, drop, kept, giveUp) {
  const slot = h('div', {});
  const sure = h('div', {
    class: 'give-up',
    hidden: true,
    role: 'group',
    'aria-label': 'Give your place up?',
  });
  const open = h('button', { type: 'button', class: 'button quiet' }, 'Give my place up');
  const yes = h('button', { type: 'button', class: 'button' }, 'Yes, give it up');
  const no = h('button', { type: 'button', class: 'button primary' }, 'Keep my place');
  const ask = (asking) => {
    sure.hidden = !asking;
    open.hidden = asking;
    fill(slot);
    (asking ? no : open).focus();
  };
  fill(
    sure,
    h(
      'p',
      {},
      'When your turn comes it goes to somebody else. If you join again before, you stand where you stood.',
    ),
    h('div', { class: 'actions' }, no, yes),
  );
  open.addEventListener('click', () => ask(true));
  no.addEventListener('click', () => ask(false));
  sure.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') ask(false);
  });
  yes.addEventListener('click', () =>
    act(
      page,
      yes,
      slot,
      async () => {
        let isGone = false;
        try {
          await giveUp.begin();
          await call('DELETE', `/v1/drops/${drop.id}/entries`, { signal: page.signal });
          kept.place.clear();
          announce('You gave your place up.');
          isGone = true;
        } finally {
          giveUp.end(isGone);
        }
      },
      { busy: 'Giving it up …' },
    ),
  );
  return h('div', {}, open, sure, slot);
}
