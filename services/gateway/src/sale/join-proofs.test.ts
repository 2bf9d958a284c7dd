import { randomBytes } from 'node:crypto';
import type { Challenge } from '@fairgate/shared/contracts/proofs.ts';
import { proofSeconds } from '@fairgate/shared/domain/proof-of-work.ts';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { beforeAll, describe, expect, it } from 'vitest';
import { createJoinProofs } from './join-proofs.ts';

const proofs = createJoinProofs(randomBytes(32));
const bearer = {
  dropId: '0197a3c2-1111-7222-8333-444455556666',
  accountId: '0197a3c2-aaaa-7bbb-8ccc-ddddeeeeffff',
};
const other = '0197a3c2-9999-7bbb-8ccc-ddddeeeeffff';
const tries = 20;

interface Solution {
  readonly counter: number;
  readonly derivedKey: string;
}

const written = (challenge: unknown, solution: unknown): string =>
  Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
async function solved(challenge: Challenge): Promise<Solution> {
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) throw new Error('no solution was found');
  return solution;
}

describe('a proof of work', () => {
  let challenge: Challenge;
  let solution: Solution;
  let second: Challenge;
  beforeAll(async () => {
    challenge = await proofs.challenge(bearer, tries, new Date());
    second = await proofs.challenge(bearer, tries, new Date());
    solution = await solved(challenge);
  });

  it('is found in the tries that the challenge says, and is good until it ends', async () => {
    const { nonce, expiresAt, data } = challenge.parameters;
    expect(data).toEqual({ drop: bearer.dropId, account: bearer.accountId, triesMax: tries });
    expect(solution.counter).toBeLessThan(tries);
    expect(expiresAt * 1000 - Date.now()).toBeGreaterThan((proofSeconds - 10) * 1000);
    expect(await proofs.check(written(challenge, solution), bearer)).toEqual({
      kind: 'proven',
      nonce,
      expiresMs: expiresAt * 1000,
    });
  });

  it('is another each time, with a solution of its own', () => {
    const { nonce, keySignature } = second.parameters;
    expect(nonce).not.toBe(challenge.parameters.nonce);
    expect(keySignature).not.toBe(challenge.parameters.keySignature);
  });

  it.each([
    ['account', { ...bearer, accountId: other }],
    ['drop', { ...bearer, dropId: other }],
  ])('is worth nothing for another %s', async (_name, stranger) => {
    expect(await proofs.check(written(challenge, solution), stranger)).toEqual({ kind: 'ofOthers' });
  });

  it('ends', async () => {
    const longAgo = new Date(Date.now() - (proofSeconds + 1) * 1000);
    const old = await proofs.challenge(bearer, tries, longAgo);
    expect(await proofs.check(written(old, await solved(old)), bearer)).toEqual({ kind: 'expired' });
  });

  const changed = (parameters: object) => ({
    ...challenge,
    parameters: { ...challenge.parameters, ...parameters },
  });
  it.each<[string, () => string]>([
    ['of another installation', () => written({ ...challenge, signature: '00'.repeat(32) }, solution)],
    ['without a signature', () => written({ ...challenge, signature: '' }, solution)],
    [
      'that lasts longer',
      () => written(changed({ expiresAt: challenge.parameters.expiresAt + 1 }), solution),
    ],
    ['that costs less', () => written(changed({ cost: 1 }), solution)],
    ['that was easier', () => written(changed({ keyPrefix: '00' }), solution)],
    ['that names others', () => written(changed({ data: { drop: other, account: other } }), solution)],
    ['with the solution of another', () => written(second, solution)],
    ['spliced from two', () => written(changed({ nonce: second.parameters.nonce }), solution)],
    ['with another key', () => written(challenge, { ...solution, derivedKey: '00'.repeat(32) })],
    [
      'with the prefix for a key',
      () => written(challenge, { ...solution, derivedKey: challenge.parameters.keyPrefix }),
    ],
    ['with a key in capitals', () => written(challenge, { ...solution, derivedKey: 'AB'.repeat(32) })],
    ['with a count that is none', () => written(challenge, { ...solution, counter: '1' })],
  ])('%s is wrong', async (_name, make) => {
    expect(await proofs.check(make(), bearer)).toEqual({ kind: 'wrong' });
  });

  it.each([
    '',
    'x',
    'null',
    '€',
    ...[null, 1, [], {}, { challenge: null }, { challenge: {}, solution: {} }].map((payload) =>
      Buffer.from(JSON.stringify(payload)).toString('base64'),
    ),
    written({ parameters: [], signature: '' }, {}),
    written({ parameters: {}, signature: 1 }, {}),
  ])('is not to be read in %j', async (text) => {
    expect(await proofs.check(text, bearer)).toEqual({ kind: 'unreadable' });
  });
});
