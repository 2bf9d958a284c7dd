import { h, say } from '../dom.js';
import { createLaneCode } from './lane-code.js';
import { codeWords, laneWords } from './lane-words.js';

/** Which lane this place is in, and the way to another: shown where a drop has several. */
export function createLanePart(page, drop, take) {
  const where = h('p', { class: 'lane', hidden: true });
  let now = { lanes: null, lane: 0 };
  const keptWords = () => codeWords.kept(now.lanes, now.lane);
  const code = createLaneCode(page, drop, { keptWords, take });
  code.hidden = true;
  return {
    element: h('div', {}, where, code),
    show(status, standing) {
      now = standing;
      const words = laneWords(standing.lanes, standing.lane);
      where.hidden = words === null;
      say(where, words ?? '');
      code.hidden = !isCodeOffered(status, standing);
    },
  };
}

/** Whose turn it is would lose it by a change of lane. */
function isCodeOffered({ phase }, { lanes, ahead }) {
  if (lanes === null || lanes.length < 2) return false;
  return phase === 'lobby' || phase === 'paused' || (phase === 'open' && ahead !== 0);
}
