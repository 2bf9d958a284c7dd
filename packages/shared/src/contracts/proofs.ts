import { type Static, Type } from 'typebox';
import { proofIterations, proofTriesMax, proofTriesMin } from '../domain/proof-of-work.ts';
import { Uuid } from './common.ts';
import { closed } from './edits.ts';

const Hex = Type.String({ pattern: '^[0-9a-f]+$' });

/**
 * A challenge as ALTCHA writes it (version 2): count from 0 until the key that PBKDF2 derives from the nonce and the
 * count (four bytes, big-endian) begins with keyPrefix. Libraries and the widget of ALTCHA solve it as it is.
 */
export const Challenge = Type.Object(
  {
    parameters: Type.Object(
      {
        algorithm: Type.Literal('PBKDF2/SHA-256'),
        nonce: Hex,
        salt: Hex,
        cost: Type.Integer({ description: `Iterations of PBKDF2, ${proofIterations} at present` }),
        keyLength: Type.Integer({ description: 'Bytes of the key' }),
        keyPrefix: Hex,
        keySignature: Hex,
        expiresAt: Type.Integer({ description: 'Seconds since 1970' }),
        data: Type.Object(
          {
            drop: Uuid,
            account: Uuid,
            /** The count is below this: it grows with how many join, within these bounds. */
            triesMax: Type.Integer({ minimum: proofTriesMin, maximum: proofTriesMax }),
          },
          closed,
        ),
      },
      closed,
    ),
    signature: Hex,
  },
  closed,
);
export type Challenge = Static<typeof Challenge>;

/** Nothing at all, or a proof where one is asked for. */
export const JoinRequest = Type.Object(
  {
    proof: Type.Optional(
      Type.String({
        maxLength: 4_000,
        description:
          "Base64 of JSON with the challenge and its solution `{ counter, derivedKey }`, as ALTCHA's widget gives it",
      }),
    ),
  },
  closed,
);
export type JoinRequest = Static<typeof JoinRequest>;
