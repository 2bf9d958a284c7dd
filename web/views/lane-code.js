import { act } from '../act.js';
import { call } from '../api.js';
import { announce, field, h } from '../dom.js';
import { Refusal } from '../refusal.js';
import { codeWords } from './lane-words.js';

const codePattern = /^[A-Z0-9]{6,40}$/;

/**
 * The part of the line in which somebody uses a code. An invitation's link fills it in; it is sent when the person says so
 * and not before.
 * @param keptWords says that the place stays, when the code is refused
 * @param take is given the place that the code gave
 */
export function createLaneCode(page, drop, { keptWords, take }) {
  const invited = page.query.get('code');
  const code = field(codeWords.field, codeInput(invited), codeWords.note);
  const button = h('button', { class: 'button' }, codeWords.use);
  const slot = h('div', {});
  const form = h('form', { novalidate: true }, code.element, slot, button);
  const summary = h('summary', {}, codeWords.open);
  const element = h('details', { class: 'lane-code', open: invited !== null }, summary, form);
  const refuse = (words) => {
    code.refuse(words);
    announce(words);
    code.input.focus();
  };
  const settle = (entry) => {
    const wasHere = element.contains(document.activeElement);
    code.input.value = '';
    element.open = false;
    forgetInvitation(page, drop);
    if (wasHere) summary.focus();
    take(entry);
  };
  const use = async (written) => {
    const outcome = await sendCode(page, drop, written);
    // The turn may have come meanwhile: what was shown since is not disturbed.
    if (!element.isConnected) return;
    if (outcome.entry !== undefined) settle(outcome.entry);
    else refuse(refusalWords(outcome.refusal, keptWords()));
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const written = code.input.value.toUpperCase().replaceAll(/[\s\p{Dash}]/gu, '');
    if (written === '') return refuse(codeWords.empty);
    if (!codePattern.test(written)) return refuse(`${codeWords.misspelt} ${keptWords()}`);
    code.refuse(null);
    act(page, button, slot, () => use(written), { busy: codeWords.busy });
  });
  return element;
}

function codeInput(value) {
  return h('input', {
    id: 'lane-code',
    type: 'text',
    required: true,
    maxlength: 100,
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    value,
  });
}

/** `{ entry }` or `{ refusal }`. */
async function sendCode(page, drop, code) {
  try {
    const body = { code };
    return { entry: await call('POST', `/v1/drops/${drop.id}/codes`, { body, signal: page.signal }) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { refusal };
  }
}

/** Of an answer that was lost nobody can say which place it left. */
function refusalWords({ status, code, title, advice }, kept) {
  if (code === 'VALIDATION_FAILED') return `${codeWords.misspelt} ${kept}`;
  return [`${title}.`, advice, status === 0 ? '' : kept].filter((words) => words !== '').join(' ');
}

/** A code that was used is neither filled in again by a refresh nor left in the address. */
function forgetInvitation(page, drop) {
  page.query.delete('code');
  history.replaceState(null, '', `#/drops/${drop.id}`);
}
