import { type Static, Type } from 'typebox';
import { Email } from './accounts.ts';
import { Instant, TicketNumber, Uuid } from './common.ts';
import { closed } from './edits.ts';
import { IdempotencyHeader } from './orders.ts';

export const TransferParams = Type.Object({ transferId: Uuid }, closed);

export const TransferHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'Required: the version of the ticket that you saw, as an ETag such as "v1".',
    }),
  ),
  ...Type.Partial(IdempotencyHeader).properties,
});

export const TransferRequest = Type.Object({ toEmail: Email }, closed);

const Code = Type.String({ minLength: 1, maxLength: 100, description: 'From the mail with the offer.' });
export const TransferCodeBody = Type.Object({ code: Code }, closed);
/** Not in the address: addresses are logged. */
export const TransferCodeHeader = Type.Object({ 'fairgate-transfer-code': Type.Optional(Code) });

/** The states of a transfer, as states/transfer-states.ts has them; a test compares the two. */
export const TransferState = Type.Enum([
  'OFFERED',
  'ACCEPTED',
  'WITHDRAWN',
  'DECLINED',
  'EXPIRED',
  'OVERTAKEN',
]);

export const Transfer = Type.Object(
  {
    transferId: Uuid,
    eventId: Uuid,
    eventName: Type.String(),
    startsAt: Instant,
    timeZone: Type.String(),
    venueName: Type.String(),
    number: TicketNumber,
    categoryName: Type.String(),
    seat: Type.Union([
      Type.Object({ zone: Type.String(), row: Type.String(), label: Type.String() }),
      Type.Null(),
    ]),
    /** Whether the caller gives the ticket; else it is or was offered to them. */
    given: Type.Boolean(),
    fromName: Type.String(),
    toEmail: Type.String(),
    state: TransferState,
    /** What the state means for people. */
    words: Type.String(),
    createdAt: Instant,
    /** Until when it may be accepted. */
    expiresAt: Instant,
    settledAt: Type.Union([Instant, Type.Null()]),
  },
  closed,
);
export type Transfer = Static<typeof Transfer>;
