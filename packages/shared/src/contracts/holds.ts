import { type Static, Type } from 'typebox';
import { ticketsPerHoldMax } from '../domain/limits.ts';
import { Currency, Instant, MinorAmount, TicketNumber, Uuid } from './common.ts';
import { DeviceHeader } from './waiting-room.ts';

/** The shopper's own id, a fresh random one, makes a repeated request the same hold. */
const HoldId = Uuid;

export const ChosenHold = Type.Object(
  {
    holdId: HoldId,
    tickets: Type.Array(TicketNumber, { minItems: 1, maxItems: ticketsPerHoldMax, uniqueItems: true }),
  },
  { additionalProperties: false, title: 'Chosen seats' },
);

export const QuantityHold = Type.Object(
  {
    holdId: HoldId,
    categoryId: Uuid,
    quantity: Type.Integer({ minimum: 1, maximum: ticketsPerHoldMax }),
    /** Seats side by side in one row; false takes the best ones wherever they are. */
    together: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, title: 'Best available, or general admission' },
);

export const HoldRequest = Type.Union([ChosenHold, QuantityHold]);
export type HoldRequest = Static<typeof HoldRequest>;

export const HeldTicket = Type.Object({
  number: TicketNumber,
  categoryId: Uuid,
  categoryName: Type.String(),
  priceMinor: MinorAmount,
  /** null: general admission. */
  seat: Type.Union([
    Type.Object({ zone: Type.String(), row: Type.String(), label: Type.String() }),
    Type.Null(),
  ]),
});
export type HeldTicket = Static<typeof HeldTicket>;

export const Hold = Type.Object({
  holdId: Uuid,
  dropId: Uuid,
  expiresAt: Instant,
  tickets: Type.Array(HeldTicket),
  amountMinor: MinorAmount,
  currency: Currency,
});
export type Hold = Static<typeof Hold>;

export const HoldParams = Type.Object({ dropId: Uuid, holdId: Uuid });
export const HoldExtension = Type.Object({ holdId: Uuid, expiresAt: Instant });

/** The admission's token, as POST …/admissions gave it. */
export const AdmissionHeader = Type.Object({
  'fairgate-admission': Type.String({ minLength: 1, maxLength: 2000 }),
  ...DeviceHeader.properties,
});
