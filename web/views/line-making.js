import { say } from '../dom.js';
import { askDraw } from './follow-draw.js';
import { lineMakingWords } from './lobby-words.js';

/**
 * Says how the line of a drop is made, in the element that it is given, as soon as that is known. Asks once, and again
 * only when the opening moved: `(element, { id, opensAt, phase }, draw)`, the draw as the status has it, or null.
 */
export function createLineMaking(page) {
  const known = new Map();
  const drawOf = (id, opensAt) => {
    const name = `${id} ${opensAt}`;
    if (!known.has(name)) {
      const asking = askDraw(id, page.signal).then((answer) => {
        if (answer === null) known.delete(name);
        return answer;
      });
      known.set(name, asking);
    }
    return known.get(name);
  };
  const sayNow = async (element, { id, opensAt, phase }, draw) => {
    const answer = draw === 'none' ? { facts: null } : await drawOf(id, opensAt);
    if (answer === null) return;
    say(element, lineMakingWords(phase, standing(draw, answer.facts), answer.facts));
    element.hidden = false;
  };
  return (...what) =>
    sayNow(...what).catch((error) => {
      if (!page.signal.aborted) page.fail(error);
    });
}

function standing(draw, facts) {
  if (draw !== null) return draw;
  if (facts === null) return 'none';
  return { SCHEDULED: 'scheduled', DRAWN: 'drawn' }[facts.state] ?? 'sealed';
}
