import { createPermutation } from '@fairgate/shared/draw/permutation.ts';
import { laneKeyOf } from '@fairgate/shared/draw/seed.ts';
import { type DrawnFacts, peopleOf } from './drawn-facts.ts';
import { type Finding, finding, idle } from './finding.ts';

/** Walks every lane from its first number to its last: each rank is given, and none twice. */
export function checkRanks({ lobby, seed }: DrawnFacts, leaves: number): Finding {
  // A count is anybody's word until there are so many leaves: the walk takes as long as it says.
  if (peopleOf(lobby) !== leaves)
    return idle('ranks', 'As leaves and lanes do not agree, ranks were not reckoned.');
  const wrong = lobby.flatMap((size, lane) => (givesEveryRank(seed, lane, size) ? [] : [lane]));
  return finding(
    'ranks',
    wrong.length === 0,
    `The seed gives each of ${peopleOf(lobby)} entries a rank of its own in its lane, from 1 to the last.`,
    `The seed does not give every rank once in the lanes ${wrong.join(', ')}.`,
  );
}

function givesEveryRank(seed: string, lane: number, size: number): boolean {
  const permutation = createPermutation(laneKeyOf(Buffer.from(seed, 'hex'), lane), size);
  const given = new Uint8Array(size);
  for (let number = 0; number < size; number += 1) {
    const rank = permutation.apply(number);
    if (given[rank] !== 0) return false;
    given[rank] = 1;
  }
  return true;
}

/** 1 is the first in the lane. */
export function rankOf({ lobby, seed }: DrawnFacts, lane: number, number: number): number {
  return createPermutation(laneKeyOf(Buffer.from(seed, 'hex'), lane), lobby[lane] ?? 0).apply(number) + 1;
}
