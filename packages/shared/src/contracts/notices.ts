import { type Static, Type } from 'typebox';
import { noticeDevicesMax, pushEndpointCharactersMax } from '../domain/limits.ts';
import { Uuid } from './common.ts';
import { closed } from './edits.ts';

/** SHA-256 of a subscription's endpoint, as base64url: a browser finds itself by it. */
const Device = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });

export const DeviceParams = Type.Object({ dropId: Uuid, device: Device });

/** A browser's PushSubscription, as its toJSON() gives it. */
export const PushSubscription = Type.Object(
  {
    /** https, at one of the push services that this installation allows. */
    endpoint: Type.String({ minLength: 1, maxLength: pushEndpointCharactersMax }),
    /** Ours end when the push service says so. */
    expirationTime: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
    keys: Type.Object(
      {
        p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{87}$' }),
        auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }),
      },
      closed,
    ),
  },
  closed,
);
export type PushSubscription = Static<typeof PushSubscription>;

export const LineNoticesRequest = Type.Object(
  {
    /** Whether to mail to the account's address. */
    email: Type.Boolean(),
    /** Another browser to push to; null: to none. Left out: to those that were asked for before. */
    push: Type.Optional(Type.Union([PushSubscription, Type.Null()])),
  },
  closed,
);
export type LineNoticesRequest = Static<typeof LineNoticesRequest>;

/** What an account asked to be told in a drop: about five minutes before its turn, and that the turn has come. */
export const LineNotices = Type.Object(
  {
    email: Type.Boolean(),
    /** The browsers that are pushed to, the newest last. */
    devices: Type.Array(Device, { maxItems: noticeDevicesMax }),
    /** The VAPID key with which browsers subscribe; null: this installation pushes nothing. */
    pushKey: Type.Union([Type.String(), Type.Null()]),
  },
  closed,
);
export type LineNotices = Static<typeof LineNotices>;
