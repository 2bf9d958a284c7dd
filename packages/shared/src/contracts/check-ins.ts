import { type Static, Type } from 'typebox';
import { Instant, TicketNumber } from './common.ts';
import { closed } from './edits.ts';

export const CheckInRequest = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 500, description: 'As the ticket shows it: FG1.…' }) },
  closed,
);

export const UndoRequest = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) }, closed);

export const CheckIn = Type.Object(
  {
    number: TicketNumber,
    /** Of the ticket's ledger, after this. */
    version: Type.Integer({ minimum: 1 }),
    categoryName: Type.String(),
    seat: Type.Union([
      Type.Object({ zone: Type.String(), row: Type.String(), label: Type.String() }),
      Type.Null(),
    ]),
    holderName: Type.Union([Type.String(), Type.Null()]),
    at: Instant,
  },
  closed,
);
export type CheckIn = Static<typeof CheckIn>;
