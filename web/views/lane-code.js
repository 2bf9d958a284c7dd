import { act } from '../act.js';
import { call, read } from '../api.js';
import { announce, field, fill, h } from '../dom.js';
import { Refusal } from '../refusal.js';
import { counted } from '../words.js';

/** A code as it was sent by mail may stand in the address; it is used only when somebody presses the button. */
export const codeInAddress = (page) => page.query.get('code') ?? '';

/**
 * Where somebody who has a code changes into its lane. Nothing of it is there for a drop with one lane.
 * @param onPlace the new place, once the code was taken
 */
export function createLaneCode(page, drop, { entry, onPlace }) {
  const slot = h('div', {});
  let lanes = [];
  const lane = h('p', { class: 'stage-note', hidden: true, tabindex: '-1' });
  const element = h('div', { class: 'lane-code' }, lane, slot);
  const sayLane = (place) => {
    const own = lanes.find((one) => one.lane === place.lane);
    lane.hidden = own === undefined || own.lane === 0;
    lane.textContent = lane.hidden ? '' : laneWords(own);
  };
  const taken = (place) => {
    sayLane(place);
    fill(slot);
    lane.focus({ preventScroll: true });
    announce(lane.textContent);
    onPlace(place);
  };
  const offer = async () => {
    try {
      ({ lanes } = await read(`/v1/drops/${drop.id}/lanes`, { signal: page.signal }));
    } catch (error) {
      // The line is there without it.
      if (!(error instanceof Refusal)) throw error;
    }
    sayLane(entry);
    if (lanes.length > 1 && entry.lane === 0) fill(slot, codePart(page, drop, lanes, taken));
  };
  offer().catch(page.fail);
  return element;
}

export function laneWords({ name, sharePercent }) {
  return `You are in the lane “${name}”. ${sharePercent} % of all turns are its, while others wait too.`;
}

/** What the other lanes take of the turns, for who waits in the general one. */
export function sharesWords(lanes) {
  return lanes
    .filter(({ lane }) => lane > 0)
    .map(
      ({ name, sharePercent, places }) =>
        `“${name}” with ${sharePercent} % of the turns and ${counted(places, 'place', 'places')} at most`,
    )
    .join('; ');
}

/** At the field, where the code is mended; what has nothing to do with the code is shown below. */
function refuseCode(code, { code: name, title, advice }) {
  if (!['CODE_UNKNOWN', 'CODE_USED', 'LANE_FULL', 'VALIDATION_FAILED'].includes(name)) return false;
  code.refuse(
    name === 'VALIDATION_FAILED'
      ? 'This is no code: it has 6 to 40 letters and digits.'
      : `${title}. ${advice}`,
  );
  code.input.focus();
  return true;
}

function codePart(page, drop, lanes, onPlace) {
  const given = codeInAddress(page);
  const code = field(
    'Your code',
    h('input', {
      id: 'lane-code',
      type: 'text',
      autocomplete: 'off',
      autocapitalize: 'characters',
      spellcheck: 'false',
      required: true,
      minlength: 6,
      maxlength: 60,
      value: given,
    }),
    'Capitals, spaces and hyphens do not matter. Your place in this lane is kept until the code is taken.',
  );
  const button = h('button', { class: 'button' }, 'Use the code');
  const slot = h('div', {});
  const form = h('form', { class: 'narrow' }, code.element, slot, button);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    code.refuse(null);
    const use = async () => {
      const body = { code: code.input.value.trim() };
      onPlace(await call('POST', `/v1/drops/${drop.id}/codes`, { body, signal: page.signal }));
    };
    act(page, button, slot, use, { onRefusal: (refusal) => refuseCode(code, refusal) });
  });
  return h(
    'details',
    { open: given !== '' },
    h('summary', {}, 'I have a code'),
    h('p', {}, `A code opens another lane: ${sharesWords(lanes)}.`),
    form,
  );
}
