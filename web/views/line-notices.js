import { call } from '../api.js';
import { announce, fill, h, say } from '../dom.js';
import { problemPanel } from '../problem-panel.js';
import { ownDevice, PushRefused, pushAbility, subscribe } from '../push-device.js';
import { Refusal, SignInNeeded } from '../refusal.js';
import { account } from '../session.js';
import { noticeWords } from './notice-words.js';

/** The part of the line in which somebody asks to be told: by e-mail, and on this device where that can be. */
export function createLineNotices(page, drop) {
  const slot = h('div', {});
  const title = h('h2', { id: 'notices-title' }, noticeWords.title);
  const element = h(
    'section',
    { class: 'line-notices', 'aria-labelledby': 'notices-title', hidden: true },
    title,
    h('p', {}, noticeWords.what),
    slot,
  );
  let isKnown = false;
  let isOver = false;
  const reveal = () => {
    element.hidden = isOver || !isKnown;
  };
  const begin = async () => {
    try {
      const asked = await call('GET', pathOf(drop), { signal: page.signal });
      const device = asked.pushKey === null ? null : await ownDevice();
      fill(slot, switchesFor(page, drop, asked, device));
    } catch (error) {
      if (page.signal.aborted) return;
      if (!(error instanceof Refusal)) return page.fail(error);
      fill(slot, problemPanel(error, { onRetry: begin }));
    }
    isKnown = true;
    reveal();
  };
  begin();
  return {
    element,
    show({ phase }) {
      isOver = phase === 'soldOut' || phase === 'closed';
      reveal();
    },
  };
}

function pathOf({ id }) {
  return `/v1/drops/${id}/notices`;
}

function switchesFor(page, drop, { email, devices, pushKey }, device) {
  let isMailed = email;
  let own = device;
  // One after the other: each sends what the one before left.
  let before = Promise.resolve();
  const inTurn = (work) => {
    before = before.then(work, work);
    return before;
  };
  const put = (body) => call('PUT', pathOf(drop), { body, signal: page.signal });
  const byMail = createSwitch(page, 'notice-email', noticeWords.email(account().email), email, (wanted) =>
    inTurn(async () => {
      ({ email: isMailed } = await put({ email: wanted }));
      return wanted ? noticeWords.mailed : noticeWords.off;
    }),
  );
  if (pushKey === null) return [byMail.element];
  const isOn = own !== null && devices.includes(own);
  const onDevice = createSwitch(page, 'notice-device', noticeWords.device, isOn, async (wanted) => {
    // Before anything else: browsers let the person be asked while the press is fresh only.
    const subscribed = wanted ? await subscribe(pushKey) : null;
    return inTurn(async () => {
      if (subscribed === null) {
        await call('DELETE', `${pathOf(drop)}/devices/${own}`, { signal: page.signal });
        return noticeWords.off;
      }
      await put({ email: isMailed, push: subscribed.push });
      own = subscribed.device;
      return noticeWords.pushed;
    });
  });
  const ability = pushAbility();
  if (ability !== 'ready') onDevice.refuse(noticeWords.refused[ability]);
  return [byMail.element, onDevice.element];
}

/**
 * A switch that is as it is saved. `press(wanted)` gives the words that say so; while it is at work, and when the browser
 * refuses for good, pressing does nothing.
 */
function createSwitch(page, id, label, isOn, press) {
  const state = h('p', { class: 'note', id: `${id}-state` });
  const input = h('input', {
    type: 'checkbox',
    role: 'switch',
    id,
    checked: isOn,
    'aria-describedby': `${id}-state`,
    onclick: (event) => {
      if (input.getAttribute('aria-disabled') === 'true') event.preventDefault();
    },
  });
  const tell = (words) => {
    say(state, words);
    announce(words);
  };
  const refuse = (words) => {
    input.checked = false;
    input.setAttribute('aria-disabled', 'true');
    say(state, words);
  };
  input.addEventListener('change', async () => {
    const wanted = input.checked;
    input.setAttribute('aria-disabled', 'true');
    say(state, noticeWords.busy);
    try {
      tell(await press(wanted));
      input.removeAttribute('aria-disabled');
    } catch (error) {
      if (page.signal.aborted) return;
      if (error instanceof SignInNeeded || !isKnownRefusal(error)) return page.fail(error);
      input.checked = !wanted;
      input.removeAttribute('aria-disabled');
      tell(refusalWords(error));
      if (error.reason === 'blocked') refuse(refusalWords(error));
    }
  });
  return { element: h('div', {}, h('label', { class: 'check', for: id }, input, label), state), refuse };
}

function isKnownRefusal(error) {
  return error instanceof Refusal || error instanceof PushRefused;
}

function refusalWords(error) {
  return error instanceof PushRefused
    ? noticeWords.refused[error.reason]
    : `${noticeWords.failed} ${error.title}. ${error.advice}`;
}
