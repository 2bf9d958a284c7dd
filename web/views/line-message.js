import { read } from '../api.js';
import { announce, h, say } from '../dom.js';
import { Refusal } from '../refusal.js';

/** What operators tell those who wait: fetched when the status has another version, said once, shown while it stands. */
export function createLineMessage(page, drop) {
  const text = h('p', { class: 'stage-note', hidden: true });
  let version = 0;
  return {
    element: text,
    async show(status) {
      if ((status.message ?? 0) === version) return;
      try {
        const message = await read(`/v1/drops/${drop.id}/message`, { signal: page.signal });
        version = message.version;
        const words = wordsFor(message.texts, navigator.languages);
        text.hidden = words === null;
        say(text, words ?? '');
        if (words !== null) announce(words);
      } catch (error) {
        // The next answer brings it; nothing hangs on it.
        if (!(error instanceof Refusal)) throw error;
      }
    },
  };
}

/** In the first language that the reader understands; else in the first there is. null: nothing is said. */
export function wordsFor(texts, languages) {
  const known = Object.entries(texts);
  for (const language of languages) {
    const exact = texts[language];
    if (exact !== undefined) return exact;
    const [base] = language.split('-');
    const near = known.find(([name]) => name.split('-')[0] === base);
    if (near !== undefined) return near[1];
  }
  return known[0]?.[1] ?? null;
}
