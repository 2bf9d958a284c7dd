import type { LobbyReceipt } from '@fairgate/shared/contracts/draws.ts';
import { lobbyLeafHash } from '@fairgate/shared/draw/lobby-leaf.ts';
import { hashBytes, rootByPath } from '@fairgate/shared/draw/merkle.ts';
import { bytesOf, checkSignature, type PublishedDraw } from './check-draw.ts';
import { rankOf } from './check-ranks.ts';
import { type DrawnFacts, drawnFacts, peopleOf } from './drawn-facts.ts';
import { type Finding, finding } from './finding.ts';

export interface CheckedReceipt {
  readonly findings: readonly Finding[];
  readonly lane: number;
  readonly number: number;
  /** What the draw's seed gives it; null: the draw has no such number. */
  readonly rank: number | null;
}

/** Holds a receipt against what the gateway publishes now; for a draw that tells all. */
export function checkReceipt(receipt: LobbyReceipt, published: PublishedDraw): CheckedReceipt | null {
  const drawn = drawnFacts(published.facts);
  if (!('dropId' in drawn)) return null;
  const { accountId, lane, number, root } = receipt;
  const leaf = lobbyLeafHash({ lane, number, accountId }, () => bytesOf(receipt.salt));
  const path = receipt.path.map(({ side, hash }) => ({ side, hash: bytesOf(hash) }));
  const isInLobby = number < (drawn.lobby[lane] ?? 0);
  const at = peopleOf(drawn.lobby.slice(0, lane)) + number;
  const there = published.leaves.subarray(at * hashBytes, (at + 1) * hashBytes);
  const signed = {
    ...{ dropId: receipt.dropId, sealedAt: new Date(receipt.sealedAt), lobby: receipt.lobby },
    root: bytesOf(root),
  };
  return {
    lane,
    number,
    rank: isInLobby ? rankOf(drawn, lane, number) : null,
    findings: [
      ofThisDraw(receipt, drawn),
      checkSignature('receipt-signature', signed, receipt, published.keys),
      finding(
        'receipt-leaf',
        isInLobby && leaf.equals(there),
        `Account ${accountId} is number ${number} of lane ${lane} among the published leaves.`,
        `Among the published leaves, number ${number} of lane ${lane} is not that of account ${accountId}.`,
      ),
      finding(
        'receipt-path',
        rootByPath(leaf, path).equals(bytesOf(root)),
        "The path leads from the receipt's leaf to its root.",
        "The path does not lead from the receipt's leaf to its root.",
      ),
    ],
  };
}

function ofThisDraw(receipt: LobbyReceipt, drawn: DrawnFacts): Finding {
  const differs = [
    receipt.dropId !== drawn.dropId && 'drop',
    receipt.root !== drawn.root && 'root',
    Date.parse(receipt.sealedAt) !== Date.parse(drawn.sealedAt) && 'time of the seal',
    receipt.lobby.join() !== drawn.lobby.join() && 'people per lane',
  ].filter((name) => name !== false);
  return finding(
    'receipt-draw',
    differs.length === 0,
    'The receipt is of this draw: drop, root, time of the seal and people per lane are the same.',
    `The receipt is not of this draw: another ${differs.join(', another ')}. If its signature is right, keep it: it shows that the gateway signed something else before.`,
  );
}
