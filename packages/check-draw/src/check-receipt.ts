import type { DrawFacts, LobbyReceipt } from '@fairgate/shared/contracts/draws.ts';
import { lobbyLeafHash } from '@fairgate/shared/draw/lobby-leaf.ts';
import { rootByPath } from '@fairgate/shared/draw/merkle.ts';
import { createPermutation } from '@fairgate/shared/draw/permutation.ts';
import { laneKeyOf } from '@fairgate/shared/draw/seed.ts';

export interface ReceiptFinding {
  readonly holds: boolean;
  readonly sentence: string;
}

/** Whether a receipt leads to the root of this draw, and the rank that the draw gives its number. */
export function checkReceipt(receipt: LobbyReceipt, facts: DrawFacts): ReceiptFinding {
  const { lane, number, accountId } = receipt;
  const size = facts.lanes[lane]?.lobby ?? 0;
  if (receipt.dropId !== facts.dropId) return { holds: false, sentence: 'the receipt is of another drop' };
  if (number >= size)
    return { holds: false, sentence: `number ${number} was not in the lobby of lane ${lane}` };
  const leaf = lobbyLeafHash({ lane, number, accountId }, () => Buffer.from(receipt.salt, 'hex'));
  const path = receipt.path.map(({ side, hash }) => ({ side, hash: Buffer.from(hash, 'hex') }));
  if (rootByPath(leaf, path).toString('hex') !== facts.root)
    return { holds: false, sentence: 'the receipt does not lead to the root of this draw' };
  const permutation = createPermutation(laneKeyOf(Buffer.from(facts.seed ?? '', 'hex'), lane), size);
  const rank = permutation.apply(number) + 1;
  return {
    holds: true,
    sentence: `account ${accountId} was in the lobby with number ${number} of lane ${lane}, and was drawn ${rank.toLocaleString('en')} of ${size.toLocaleString('en')}`,
  };
}
