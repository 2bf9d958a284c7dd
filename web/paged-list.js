import { fill, h, keepFocus } from './dom.js';
import { problemPanel } from './problem-panel.js';

/**
 * A list that grows by pages at the press of a button.
 * @param load gives `{ items, next }` for a cursor, null for the first page
 * @returns the element, whether there is nothing in it, the `shown` pages, `reload()` for the same pages as they are
 * now, and `show(pages)` for those
 */
export async function pagedList(page, { load, row, name }) {
  const list = h('ul', { class: name });
  const more = h('div', { class: 'more' });
  let shown = [];
  const first = await load(null);
  add(first);
  return {
    element: h('div', {}, list, more),
    isEmpty: first.items.length === 0,
    shown: () => shown,
    reload,
    show: (pages) =>
      keepFocus(list, () => {
        shown = pages;
        fill(
          list,
          pages.flatMap(({ items }) => items.map(row)),
        );
        offerMore(pages.at(-1).next);
      }),
  };

  function add(one) {
    shown = [...shown, one];
    list.append(...one.items.map(row));
    offerMore(one.next);
  }

  async function reload() {
    const wanted = shown.length;
    const pages = [await load(null)];
    while (pages.length < wanted && pages.at(-1).next !== null) pages.push(await load(pages.at(-1).next));
    // Whoever asked for more meanwhile sees that; the next question brings the rest.
    return shown.length === wanted ? pages : shown;
  }

  function offerMore(next) {
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
