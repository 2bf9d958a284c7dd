import { act } from '../act.js';
import { call } from '../api.js';
import { h, heading, showState } from '../dom.js';
import { problemPanel } from '../problem-panel.js';

/** The visit is over, and something of ours failed during it: if nothing was ordered, the turn comes back. */
export function showGivenBack(page, { drop, kept }, returnTicket) {
  const slot = h('div', {});
  const back = () => page.go(`#/drops/${drop.id}`);
  const take = h('button', { type: 'button', class: 'button primary' }, 'Take my turn back');
  const leave = h('button', { type: 'button', class: 'button' }, 'Back to the line');
  take.addEventListener('click', () =>
    act(
      page,
      take,
      slot,
      async () => {
        const body = { returnTicket };
        await call('POST', `/v1/drops/${drop.id}/returns`, { body, signal: page.signal });
        kept.returned.clear();
        sessionStorage.setItem('fairgate.joins', drop.id);
        back();
      },
      {
        busy: 'Giving it back …',
        onRefusal(error) {
          if (error.code !== 'RETURN_INVALID') return false;
          // The visit is over here a moment before it is everywhere.
          if (error.facts.reason === 'notEnded') {
            slot.replaceChildren(
              h('p', { role: 'alert' }, 'In a moment. Please press once more in a few seconds.'),
            );
            return true;
          }
          kept.returned.clear();
          slot.replaceChildren(problemPanel(error));
          take.hidden = true;
          return true;
        },
      },
    ),
  );
  leave.addEventListener('click', back);
  showState(
    page.main,
    heading('Your time in the shop is over'),
    h(
      'p',
      { class: 'lead' },
      'Something of ours failed while you were inside. If you ordered nothing, your turn comes back: you come in before new turns are given.',
    ),
    slot,
    h('div', { class: 'actions' }, take, leave),
  );
}
