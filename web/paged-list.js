import { fill, h } from './dom.js';
import { problemPanel } from './problem-panel.js';

/**
 * A list that grows by pages at the press of a button.
 * @param load gives `{ items, next }` for a cursor, null for the first page
 * @returns the element, and whether there is nothing in it
 */
export async function pagedList(page, { load, row, name }) {
  const list = h('ul', { class: name });
  const more = h('div', { class: 'more' });
  const first = await load(null);
  add(first);
  return { element: h('div', {}, list, more), isEmpty: first.items.length === 0 };

  function add({ items, next }) {
    list.append(...items.map(row));
    if (next === null) return fill(more);
    const button = h(
      'button',
      { type: 'button', class: 'button', onclick: () => fetchMore(button, next) },
      'Show more',
    );
    return fill(more, button);
  }

  async function fetchMore(button, cursor) {
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    const shown = list.childElementCount;
    try {
      add(await load(cursor));
      list.children[shown]?.querySelector('a, button')?.focus();
    } catch (error) {
      if (page.signal.aborted) return;
      const onRetry = () => fetchMore(h('button', {}), cursor);
      fill(more, problemPanel(error, { onRetry }));
    }
  }
}

/** The path of a page of a list. */
export function pagePath(path, cursor, limit) {
  return `${path}?limit=${limit}${cursor === null ? '' : `&after=${encodeURIComponent(cursor)}`}`;
}
