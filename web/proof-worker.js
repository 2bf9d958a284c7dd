import { solveChallenge } from './proof-work.js';

/** Runs in a worker, so that the page stays as quick as before: a challenge comes, its solution goes. */
self.addEventListener('message', async ({ data: challenge }) => {
  self.postMessage(await solveChallenge(challenge));
});
