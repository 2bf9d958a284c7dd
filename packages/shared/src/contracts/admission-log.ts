import { type Static, Type } from 'typebox';
import { lanesMax } from '../domain/lane-order.ts';
import { Instant, Uuid } from './common.ts';
import { closed } from './edits.ts';

const Hex = Type.String({ pattern: '^([0-9a-f]{2})*$' });
const People = Type.Array(Type.Integer({ minimum: 0 }), { maxItems: lanesMax });
const Seq = Type.Integer({ minimum: 0, maximum: 2_147_483_647 });

/** How far the lanes had been served, that somebody came in, or comes in again after a fault of ours. `hash` is chained to the entry before (docs/draw.md). */
export const AdmissionLogEntry = Type.Object(
  {
    seq: Seq,
    kind: Type.Enum(['TURNS', 'ADMISSION', 'RETURN']),
    at: Instant,
    /** Of TURNS: by lane, how many people were served, and had joined. */
    served: Type.Union([People, Type.Null()]),
    joined: Type.Union([People, Type.Null()]),
    /** Of ADMISSION: the place that came in; position 0 is rank 1. Of RETURN: the place, and the admission that ended. */
    admissionId: Type.Union([Uuid, Type.Null()]),
    lane: Type.Union([Type.Integer({ minimum: 0, maximum: lanesMax - 1 }), Type.Null()]),
    position: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    hash: Hex,
    /** Of the last entry of a batch: our Ed25519 signature of drop, seq and hash, as base64url. */
    keyId: Type.Union([Type.String(), Type.Null()]),
    signature: Type.Union([Type.String(), Type.Null()]),
  },
  closed,
);
export type AdmissionLogEntry = Static<typeof AdmissionLogEntry>;

export const AdmissionLogPage = Type.Object(
  {
    items: Type.Array(AdmissionLogEntry),
    /** The next page is `?after=` this; null: there is nothing more yet. */
    next: Type.Union([Seq, Type.Null()]),
  },
  closed,
);
export type AdmissionLogPage = Static<typeof AdmissionLogPage>;

export const AdmissionLogQuery = Type.Object(
  {
    after: Type.Optional(Seq),
    limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 500 }),
  },
  closed,
);
