import { h, say } from '../dom.js';
import { askLanes } from './follow-lanes.js';
import { codeWords, shareWords } from './lane-words.js';

/**
 * Two parts of the door, hidden where a drop has one lane: the lanes' shares as one of its rules, and what becomes of the
 * code that somebody brings.
 */
export function createLanesAtDoor(page) {
  const shares = h('li', { hidden: true });
  const brought = h('p', { class: 'quiet', hidden: true }, codeWords.atDoor);
  const tell = async () => {
    const answer = await askLanes(page.id, page.signal);
    const words = answer === null ? null : shareWords(answer);
    if (words === null) return;
    say(shares, words);
    shares.hidden = false;
    brought.hidden = page.query.get('code') === null;
  };
  tell().catch((error) => {
    if (!page.signal.aborted) page.fail(error);
  });
  return { shares, brought };
}
