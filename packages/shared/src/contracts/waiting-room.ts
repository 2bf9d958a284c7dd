import { type Static, Type } from 'typebox';
import { lineBounds } from '../domain/line-bounds.ts';
import { Instant, Uuid } from './common.ts';

export const DropParams = Type.Object({ dropId: Uuid });

/** A place in the line. Keep placeTicket: with it, and signed in to the same account, one comes in. */
export const Entry = Type.Object({
  dropId: Uuid,
  lane: Type.Integer({ minimum: 0, maximum: 7 }),
  /** From 0, in the lane, in the order of joining. */
  number: Type.Integer({ minimum: 0 }),
  /** 1 is the first in the lane; null while that is not drawn. Ask again once the status says drawn, or reckon it. */
  rank: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  placeTicket: Type.String(),
});
export type Entry = Static<typeof Entry>;

export const DropPhase = Type.Union([
  Type.Literal('lobby'),
  Type.Literal('open'),
  Type.Literal('paused'),
  Type.Literal('soldOut'),
  Type.Literal('closed'),
]);
export type DropPhase = Static<typeof DropPhase>;

/** The same small document for everybody, of 400 bytes at most: whoever asks knows which drop. A visitor of lane l has a turn once `serving[l]` ≥ its rank. */
export const DropStatus = Type.Object({
  phase: DropPhase,
  now: Instant,
  opensAt: Instant,
  /** Per lane, the highest rank whose turn has come. */
  serving: Type.Array(Type.Integer({ minimum: 0 })),
  /** Per lane, how many have joined. */
  joined: Type.Array(Type.Integer({ minimum: 0 })),
  /** scheduled: who is in the lobby has no rank yet. sealed: nor yet, and who joins stands behind. drawn: see /draw. */
  draw: Type.Enum(['none', 'scheduled', 'sealed', 'drawn']),
  /** Turns a minute as they are given now: the drop's rate, or what the purchase keeps up with. */
  ratePerMinute: Type.Integer({ minimum: 0 }),
  /** Ask again after this many seconds: `near` when your turn is less than a minute away, `far` at the latest. */
  poll: Type.Object({ near: Type.Integer(), far: Type.Integer() }),
  /** interrupted: Stripe does not answer. Nobody is let in, no turn is given, and every place is kept. */
  payments: Type.Union([Type.Literal('working'), Type.Literal('interrupted')]),
  /** Tickets not sold yet, those in other hands included; null while unknown. */
  left: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  /** Fetch /availability again when it changes, and /message. */
  availability: Type.Integer({ minimum: 0 }),
  message: Type.Integer({ minimum: 0 }),
  /**
   * Why the next in line does not come in at once. rate: the drop's own pace. cap: the shop is full. tickets: all are
   * in other hands for now. held, draining: operators let nobody in. workers, orders, payments: purchases are being
   * finished first.
   */
  why: Type.Enum([...lineBounds]),
});
export type DropStatus = Static<typeof DropStatus>;

/** What is left per category. */
export const Availability = Type.Object({
  version: Type.Integer({ minimum: 0 }),
  categories: Type.Array(
    Type.Object({
      categoryId: Uuid,
      free: Type.Integer({ minimum: 0 }),
      held: Type.Integer({ minimum: 0 }),
      sold: Type.Integer({ minimum: 0 }),
    }),
  ),
});
export type Availability = Static<typeof Availability>;

/** A random name that a browser or an app gave itself, 16 bytes: with it an admission is good on this device alone. */
export const DeviceHeader = Type.Object({
  'fairgate-device': Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' })),
});

/** One of the two: the place ticket of who is near the front, or the admission of who is inside. */
export const FollowHeaders = Type.Object({
  'fairgate-place': Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  'fairgate-admission': Type.Optional(Type.String({ minLength: 1, maxLength: 2_000 })),
  ...DeviceHeader.properties,
});

export const AdmissionRequest = Type.Object(
  {
    placeTicket: Type.String({ minLength: 1, maxLength: 200 }),
    /** What the device that came in shows: with it this one takes its place. */
    moveCode: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    /** Takes the place of a device that is gone, without its code. */
    takeOver: Type.Optional(Type.Literal(true)),
  },
  { additionalProperties: false },
);

/** As the header `Fairgate-Return` of an answer of 5xx had it. */
export const ReturnRequest = Type.Object(
  { returnTicket: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);

/** Type it on another device of the account, or open the address there. */
export const MoveCode = Type.Object({ code: Type.String(), expiresAt: Instant });
export type MoveCode = Static<typeof MoveCode>;

export type AdmissionRequest = Static<typeof AdmissionRequest>;

/** Send the token as `Fairgate-Admission` with holds and orders. */
export const Admission = Type.Object({
  admissionId: Uuid,
  dropId: Uuid,
  expiresAt: Instant,
  token: Type.String(),
});
export type Admission = Static<typeof Admission>;
