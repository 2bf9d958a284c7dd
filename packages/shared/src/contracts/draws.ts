import { type Static, Type } from 'typebox';
import { lanesMax } from '../domain/lane-order.ts';
import { Instant, Uuid } from './common.ts';
import { closed } from './edits.ts';

/** Bytes as lower-case hex. */
const Hex = Type.String({ pattern: '^([0-9a-f]{2})*$' });
const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const DrawState = Type.Enum(['SCHEDULED', 'SEALED', 'ROOTED', 'DRAWN'], {
  description:
    'SCHEDULED: the lobby is open. SEALED: it is fixed how many are in it. ROOTED: and who. DRAWN: the seed is known, and with it every rank.',
});

export const DrawProof = Type.Enum(['FULL', 'COMMIT_REVEAL', 'SECRET_WITHHELD', 'UNPROVEN'], {
  description:
    'FULL: nobody could choose the seed. COMMIT_REVEAL: there was no beacon, or the root came after it: who knew the secret could have added entries until the draw suited. SECRET_WITHHELD: the secret was not revealed in time, and the seed was made without it: who held it could choose between two draws. UNPROVEN: neither.',
});

/** Everything that is needed to recompute a draw: see docs/draw.md. */
export const DrawFacts = Type.Object(
  {
    dropId: Uuid,
    algorithm: Type.Literal('fairgate-draw-v1'),
    state: DrawState,
    /** SHA-256 of the secret, told when the drop was scheduled. */
    commitment: Hex,
    scheduledAt: Instant,
    sealAt: Instant,
    beacon: Type.Object({ chain: Hex, round: Type.Integer({ minimum: 1 }), at: Instant }, closed),
    lanes: Type.Array(
      Type.Object(
        {
          lane: Type.Integer({ minimum: 0, maximum: lanesMax - 1 }),
          name: Type.String(),
          /** How many turns of each round are its. */
          weight: Type.Integer({ minimum: 1 }),
          /** How many people were in it at the seal. */
          lobby: OrNull(Type.Integer({ minimum: 0 })),
        },
        closed,
      ),
    ),
    sealedAt: OrNull(Instant),
    /** The Merkle root over the lobby, and our Ed25519 signature of it, as base64url. */
    root: OrNull(Hex),
    rootKeyId: OrNull(Type.String()),
    rootSignature: OrNull(Type.String()),
    rootedAt: OrNull(Instant),
    secret: OrNull(Hex),
    /** What the beacon published, and its signature. */
    randomness: OrNull(Hex),
    beaconSignature: OrNull(Hex),
    seed: OrNull(Hex),
    proof: OrNull(DrawProof),
    drawnAt: OrNull(Instant),
  },
  closed,
);
export type DrawFacts = Static<typeof DrawFacts>;

/** Shows that somebody was in the lobby when it was sealed. Whoever has it can check it without us. */
export const LobbyReceipt = Type.Object(
  {
    dropId: Uuid,
    accountId: Uuid,
    lane: Type.Integer({ minimum: 0, maximum: lanesMax - 1 }),
    /** From 0, in the order of joining. */
    number: Type.Integer({ minimum: 0 }),
    salt: Hex,
    /** From the leaf to the root. */
    path: Type.Array(Type.Object({ side: Type.Enum(['left', 'right']), hash: Hex }, closed)),
    root: Hex,
    sealedAt: Instant,
    lobby: Type.Array(Type.Integer({ minimum: 0 })),
    rootKeyId: Type.String(),
    rootSignature: Type.String(),
  },
  closed,
);
export type LobbyReceipt = Static<typeof LobbyReceipt>;

export const LeavesQuery = Type.Object(
  { part: Type.Integer({ minimum: 0, maximum: 262_143, default: 0 }) },
  closed,
);
