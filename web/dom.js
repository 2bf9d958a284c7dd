/**
 * Builds an element. Attributes that begin with `on` are listeners; `true` sets an empty attribute; `false`, `null` and
 * `undefined` set none. Children that are `null`, `undefined` or `false` are left out, arrays are taken apart.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...present(children));
  return element;
}

/** Replaces what is in the element. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

/** Sets the text only where it differs, so that nothing flickers and no reader starts again. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Whoever stands on a link of what changes stands on the same one afterwards. */
export function keepFocus(element, change) {
  const href = element.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  change();
  if (href !== null) element.querySelector(`a[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
}

/** The heading of a state, which takes the focus when the state is shown. */
export function heading(text, tag = 'h1') {
  return h(tag, { tabindex: '-1' }, text);
}

/** Shows a new state in the page: the reader and the keyboard start at its heading. */
export function showState(container, ...children) {
  fill(container, ...children);
  const title = container.querySelector('h1, h2');
  title?.focus({ preventScroll: true });
  if (title !== null && title.getBoundingClientRect().top < 0) window.scrollTo({ top: 0 });
}

/** A link that looks like the main thing to do. */
export function linkButton(href, text, kind = 'primary') {
  return h('a', { class: `button ${kind}`, href }, text);
}

/** One label, one input, one place for what is wrong with it. */
export function field(label, input, note = null) {
  const id = input.id;
  const fault = h('p', { class: 'fault', id: `${id}-fault`, hidden: true });
  const noteId = note === null ? '' : `${id}-note `;
  input.setAttribute('aria-describedby', `${noteId}${id}-fault`);
  const element = h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    input,
    note === null ? null : h('p', { class: 'note', id: `${id}-note` }, note),
    fault,
  );
  return {
    element,
    input,
    refuse(text) {
      fault.hidden = text === null;
      fault.textContent = text ?? '';
      if (text === null) input.removeAttribute('aria-invalid');
      else input.setAttribute('aria-invalid', 'true');
    },
  };
}

/** What was said is heard by then; whoever looks around later would take it for what is true now. Milliseconds. */
const announcedMs = 20_000;
let silence;

/** Says something to people who listen. Everything else on the page is found by looking. */
export function announce(text) {
  const announcer = document.getElementById('announcer');
  // The same words again are said again only when they were away in between.
  fill(announcer, h('p', {}, text));
  clearTimeout(silence);
  silence = setTimeout(fallSilent, announcedMs);
}

/** What was said of a state that is left is not found by anybody who looks around later. */
export function fallSilent() {
  fill(document.getElementById('announcer'));
}

/**
 * Resolves after the time, or at once when the page is looked at again or `nudge` (an EventTarget) hears 'go'; rejects
 * when the signal aborts.
 */
export function pause(milliseconds, signal, nudge = null) {
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const settle = (how) => () => {
      ended.abort();
      clearTimeout(timer);
      how();
    };
    const wake = settle(resolve);
    const timer = setTimeout(wake, milliseconds);
    const abort = settle(() => reject(signal.reason));
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { signal: ended.signal });
    nudge?.addEventListener('go', wake, { signal: ended.signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), {
      signal: ended.signal,
    });
  });
}

function present(children) {
  return children.flat(3).filter((child) => child !== null && child !== undefined && child !== false);
}
