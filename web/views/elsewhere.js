import { act } from '../act.js';
import { field, h, heading, showState } from '../dom.js';
import { problemPanel } from '../problem-panel.js';
import { comeIn } from './come-in.js';

/**
 * Another device of the account is in the shop: the visit goes on there, or moves here.
 * @param outcome as comeIn gave it
 * @param goOn is given what the next try ended with
 */
export function showElsewhere(page, visit, { entry, refusal = null }, goOn) {
  page.title('You are in the shop on another device');
  const code = field(
    'The code that it shows',
    h('input', {
      ...{ id: 'move-code', type: 'text', required: true, maxlength: 40 },
      ...{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false' },
    }),
    'There: “Go on on another device”. A code is good once, for five minutes.',
  );
  const move = h('button', { class: 'button primary' }, 'Go on here');
  const take = h('button', { type: 'button', class: 'button' }, 'It is gone: go on here without a code');
  const slot = h('div', {}, refusal === null ? null : problemPanel(refusal));
  const form = h('form', { novalidate: true }, code.element, slot, h('div', { class: 'actions' }, move));
  const tryWith = (button, how) =>
    act(
      page,
      button,
      slot,
      async () => {
        const outcome = await comeIn(page, visit, entry, how);
        if (outcome.refusal !== undefined) throw outcome.refusal;
        history.replaceState(null, '', `#/drops/${visit.drop.id}`);
        page.query.delete('move');
        await goOn(outcome);
      },
      { busy: 'Moving …' },
    );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const moveCode = code.input.value.trim();
    code.refuse(moveCode === '' ? 'Type the code that the other device shows.' : null);
    if (moveCode === '') return code.input.focus();
    tryWith(move, { moveCode });
  });
  take.addEventListener('click', () => tryWith(take, { takeOver: true }));
  showState(
    page.main,
    heading('You are in the shop on another device'),
    h(
      'p',
      { class: 'lead' },
      'One visit is on one device. What you hold there goes along when you move it here.',
    ),
    form,
    h('h2', {}, 'Is it lost, or its battery empty?'),
    h('p', {}, 'Then take its place. If it comes back, it is out of the shop.'),
    take,
  );
}
