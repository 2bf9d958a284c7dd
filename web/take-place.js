import { call } from './api.js';
import { announce } from './dom.js';
import { Refusal } from './refusal.js';
import { solveProof } from './solve-proof.js';
import { proofWords } from './views/proof-words.js';

/** A proof that was refused (it was too late, or too many came meanwhile) is made anew so often. */
const proofsMax = 2;

/**
 * Takes the account's one place in a line, or shows it again. Where that costs some work, the device does it first.
 * @param show is given the words that say so
 */
export async function takePlace(page, drop, show) {
  const path = `/v1/drops/${drop.id}`;
  let proof = null;
  for (let proofs = 0; ; proofs += 1) {
    try {
      const body = proof === null ? {} : { body: { proof } };
      return await call('POST', `${path}/entries`, { ...body, signal: page.signal });
    } catch (error) {
      if (!asksForProof(error) || proofs >= proofsMax) throw error;
    }
    if (proofs === 0) {
      show(proofWords.busy);
      announce(proofWords.busy);
    }
    proof = await solveProof(await call('GET', `${path}/challenge`, { signal: page.signal }), page.signal);
  }
}

function asksForProof(error) {
  return error instanceof Refusal && (error.code === 'PROOF_NEEDED' || error.code === 'PROOF_INVALID');
}
