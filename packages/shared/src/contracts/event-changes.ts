import { type Static, Type } from 'typebox';
import { Instant, MinorAmount, Uuid } from './common.ts';
import { closed } from './edits.ts';
import { EventVersion } from './events.ts';
import { Reason } from './refunds.ts';
import { TimeInput } from './time-input.ts';

/** Calling an event off: for good, and every order is refunded. */
export const EventCancellation = Type.Object({ reason: Reason }, closed);
export type EventCancellation = Static<typeof EventCancellation>;

/** Another time for an event on which buyers rely. */
export const EventMove = Type.Object(
  {
    startsAt: TimeInput,
    endsAt: Type.Optional(Type.Union([TimeInput, Type.Null()])),
    reason: Reason,
    /** `all`: every order is refunded. `onRequest`: buyers may give tickets back until `refundableUntil`. */
    refunds: Type.Enum(['none', 'onRequest', 'all']),
    refundableUntil: Type.Optional(TimeInput),
  },
  closed,
);
export type EventMove = Static<typeof EventMove>;

export const EventChanged = Type.Object(
  { ...EventVersion.properties, runId: Type.Union([Uuid, Type.Null()]) },
  closed,
);
export type EventChanged = Static<typeof EventChanged>;

export const RefundRun = Type.Object(
  {
    runId: Uuid,
    cause: Type.Enum(['EVENT_CANCELLED', 'EVENT_MOVED']),
    state: Type.Enum(['RUNNING', 'PAUSED', 'DONE']),
    reason: Type.String(),
    /** Orders still to be refunded, or that could still become paid. */
    ordersLeft: Type.Integer({ minimum: 0 }),
    /** Orders left to the bank: their payment is disputed. */
    ordersDisputed: Type.Integer({ minimum: 0 }),
    refunds: Type.Object(
      {
        pending: Type.Integer({ minimum: 0 }),
        done: Type.Integer({ minimum: 0 }),
        failed: Type.Integer({ minimum: 0 }),
      },
      closed,
    ),
    refundedMinor: MinorAmount,
    createdAt: Instant,
    finishedAt: Type.Union([Instant, Type.Null()]),
  },
  closed,
);
export type RefundRun = Static<typeof RefundRun>;
export const RefundRuns = Type.Object({ items: Type.Array(RefundRun) }, closed);
export type RefundRuns = Static<typeof RefundRuns>;

export const RefundRunParams = Type.Object({ eventId: Uuid, runId: Uuid }, closed);
export const RefundRunSwitch = Type.Object({ state: Type.Enum(['RUNNING', 'PAUSED']) }, closed);
export type RefundRunSwitch = Static<typeof RefundRunSwitch>;
