import { call, read } from '../api.js';
import { fill, h, say } from '../dom.js';
import { checkPlace } from '../draw-check.js';
import { problemPanel } from '../problem-panel.js';
import { Refusal } from '../refusal.js';
import { account } from '../session.js';
import { checkWords, outcomeMarks, proofWords, stepWords } from './check-words.js';

/**
 * The part in which somebody checks the place that the draw gave. It asks once, when it is opened first; from then on it
 * needs no network.
 * @param own `{ rank, commitment }`: the place, and the commitment that this browser saw before the seal or null
 */
export function createPlaceCheck(page, drop, own) {
  const { signal } = page;
  const verdict = h('p', { role: 'status', class: 'verdict' });
  const found = h('div', {});
  let asked = false;
  const run = async () => {
    asked = true;
    fill(found);
    say(verdict, checkWords.busy);
    try {
      fill(found, await findings(drop, own, signal, verdict));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refusal)) return page.fail(error);
      say(verdict, '');
      fill(found, problemPanel(error, { onRetry: run }));
    }
  };
  const element = h(
    'details',
    {
      class: 'place-check',
      ontoggle: () => {
        if (element.open && !asked) run();
      },
    },
    h('summary', {}, checkWords.open),
    h('p', {}, checkWords.what),
    verdict,
    found,
  );
  return element;
}

async function findings(drop, own, signal, verdict) {
  if (globalThis.crypto?.subtle === undefined) {
    say(verdict, checkWords.insecure);
    return [];
  }
  const [facts, receipt, { keys }] = await Promise.all([
    read(`/v1/drops/${drop.id}/draw`, { signal }),
    readReceipt(drop.id, signal),
    read('/.well-known/jwks.json', { signal }),
  ]);
  if (facts.state !== 'DRAWN') throw notDrawn();
  const steps = await checkPlace(facts, receipt, keys, { ...own, accountId: account().id });
  say(verdict, checkWords.verdict(steps));
  const [proof, why] = proofWords[facts.proof];
  return [
    receipt === null ? h('p', {}, checkWords.late) : null,
    h(
      'ul',
      { class: 'checks' },
      steps.map((one) => stepRow(one, own)),
    ),
    steps.some(({ outcome }) => outcome === 'fails')
      ? h('p', { class: 'why' }, checkWords.wrongAdvice)
      : null,
    h('p', { class: 'proof' }, h('strong', {}, proof), ` ${why} `, h('code', {}, facts.proof)),
    h('p', {}, checkWords.limits, ' ', h('code', {}, `npm run check-draw -- ${drop.id}`)),
    receipt === null ? null : savePart(receipt),
  ];
}

/** null: who joined after the seal has none. */
async function readReceipt(dropId, signal) {
  try {
    return await call('GET', `/v1/drops/${dropId}/receipt`, { signal });
  } catch (error) {
    if (error instanceof Refusal && error.facts.state === 'JOINED_AFTER_SEAL') return null;
    throw error;
  }
}

function notDrawn() {
  const title = 'The draw is not published yet';
  return new Refusal({ status: 409, code: 'STATE_CONFLICT', title, advice: checkWords.notDrawn });
}

function stepRow({ step, outcome }, { commitment }) {
  const words = stepWords[step === 'commitment' && commitment !== null ? 'commitmentSeen' : step];
  const { mark, name } = outcomeMarks[outcome];
  return h(
    'li',
    { class: outcome },
    h('span', { class: 'mark', 'aria-hidden': 'true' }, mark),
    h('span', {}, h('span', { class: 'unseen' }, `${name} `), words[outcome]),
  );
}

function savePart(receipt) {
  const save = () => {
    const address = URL.createObjectURL(
      new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: 'application/json' }),
    );
    h('a', { href: address, download: `fairgate-receipt-${receipt.dropId}.json` }).click();
    // The browser has begun to read it by then.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  return [
    h('button', { type: 'button', class: 'button', onclick: save }, checkWords.save),
    h('p', { class: 'note' }, checkWords.saveNote),
  ];
}
