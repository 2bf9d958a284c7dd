import { type Static, Type } from 'typebox';
import { Currency, MinorAmount, Uuid } from './common.ts';

/** Values along the ticket numbers from 0 on: [how many, index] again and again; −1 stands for none. */
const Runs = Type.Array(Type.Integer());

/** Everything of an event's seats that does not change while it sells. */
export const SeatMap = Type.Object({
  eventId: Uuid,
  ticketCount: Type.Integer({ minimum: 0 }),
  currency: Currency,
  categories: Type.Array(
    Type.Object({
      id: Uuid,
      name: Type.String(),
      priceMinor: MinorAmount,
      color: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  /** The drops that tickets belong to. */
  drops: Type.Array(Uuid),
  /** Index into `categories` of each ticket, and into `drops`. */
  categoryOf: Runs,
  dropOf: Runs,
  /** Where the seats are, packed (see the API page); null when the event has no seating plan. */
  geometry: Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()]),
});
export type SeatMap = Static<typeof SeatMap>;
