import type { DrawProof } from '@fairgate/shared/draw/proof.ts';

const byProof: Readonly<Record<DrawProof, readonly string[]>> = {
  FULL: [],
  COMMIT_REVEAL: [
    'That nobody chose the outcome: without a beacon after the root, who knew the secret could have added entries until the draw suited.',
  ],
  SECRET_WITHHELD: [
    'That nobody chose the outcome: who held the secret could choose between two draws, the one with it and this one without.',
  ],
  UNPROVEN: ['That nobody chose the outcome: there is neither a secret nor a beacon after the root.'],
};

/** What a draw of this proof leaves to trust, in sentences that begin where "It does not show" ends. */
export function notShown(proof: DrawProof | null): readonly string[] {
  return [
    ...(proof === null ? [] : byProof[proof]),
    'That every entry is another person: made-up accounts, or several of one person, are entries like any other.',
    'That everybody who joined in time is among the leaves: each sees that from a receipt.',
    'When commitment and root were published: the times are those of the gateway, unless somebody kept a copy or a receipt from before the beacon.',
    'Who was behind a position that came in: each person knows their own.',
  ];
}
