import { say } from '../dom.js';
import { askDraw } from './follow-draw.js';
import { lineMakingWords } from './lobby-words.js';

/** Says how the line is made, as soon as that is known, in the element that it is given. */
export function createLineMaking(page, drop, element) {
  let facts = null;
  let asked = null;
  const sayNow = async ({ phase, draw, drop: { opensAt } }) => {
    if (draw === null) return;
    if (draw !== 'none' && asked !== opensAt) {
      facts = (await askDraw(drop.id, page.signal)) ?? facts;
      asked = facts === null ? null : opensAt;
    }
    say(element, lineMakingWords(phase, draw, facts));
    element.hidden = false;
  };
  return (now) =>
    sayNow(now).catch((error) => {
      if (!page.signal.aborted) page.fail(error);
    });
}
