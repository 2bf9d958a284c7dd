import { Refusal } from './refusal.js';

/** The proof for a challenge, as the API takes it. The work ends when the signal aborts. */
export function solveProof(challenge, signal) {
  // Browsers have it on pages that came by https, or from the same machine.
  if (crypto.subtle === undefined) return Promise.reject(unable('NO_CRYPTO'));
  return new Promise((resolve, reject) => {
    const worker = new Worker('/proof-worker.js', { type: 'module' });
    const ending = new AbortController();
    const end = (settle, value) => {
      ending.abort();
      worker.terminate();
      settle(value);
    };
    const options = { signal: ending.signal };
    worker.addEventListener(
      'message',
      ({ data: solution }) => {
        if (solution === null) end(reject, unable('NO_SOLUTION'));
        else end(resolve, btoa(JSON.stringify({ challenge, solution })));
      },
      options,
    );
    worker.addEventListener('error', () => end(reject, unable('NO_SOLUTION')), options);
    signal.addEventListener('abort', () => end(reject, signal.reason), options);
    worker.postMessage(challenge);
  });
}

function unable(code) {
  return new Refusal({ status: 400, code, title: 'This browser cannot do the sum', advice: '' });
}
