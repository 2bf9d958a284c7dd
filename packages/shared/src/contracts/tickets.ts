import { type Static, Type } from 'typebox';
import {
  assignmentsPerMintMax,
  ticketNumbersPerEditMax,
  ticketsPerPageMax,
} from '../domain/catalogue-limits.ts';
import { categoriesPerEventMax, ticketsPerMintMax } from '../domain/limits.ts';
import { planSeatsMax } from '../domain/seating/plan-limits.ts';
import { ticketStates } from '../domain/ticket-state.ts';
import { Page, PageQuery, TicketNumber, Uuid } from './common.ts';
import { closed } from './edits.ts';

const SeatAssignment = Type.Object(
  {
    categoryId: Uuid,
    planCategories: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 2_000 })),
    zones: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 2_000 })),
    seatKeys: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: planSeatsMax })),
  },
  closed,
);

/** For a seat the first assignment counts in all of whose lists it stands; one without lists takes the rest. */
export const SeatedMint = Type.Object(
  {
    kind: Type.Literal('seated'),
    dropId: Type.Optional(Uuid),
    assignments: Type.Array(SeatAssignment, { minItems: 1, maxItems: assignmentsPerMintMax }),
  },
  closed,
);
export const GeneralMint = Type.Object(
  {
    kind: Type.Literal('general'),
    dropId: Type.Optional(Uuid),
    categoryId: Uuid,
    quantity: Type.Integer({ minimum: 1, maximum: ticketsPerMintMax }),
  },
  closed,
);
export const TicketMint = Type.Union([SeatedMint, GeneralMint]);
export type SeatedMint = Static<typeof SeatedMint>;
export type GeneralMint = Static<typeof GeneralMint>;
export type TicketMint = Static<typeof TicketMint>;

/** `firstNumber`…`firstNumber + minted − 1` are new. */
export const MintResult = Type.Object(
  {
    minted: Type.Integer({ minimum: 0 }),
    firstNumber: Type.Union([TicketNumber, Type.Null()]),
    /** Seats of the plan without a ticket that no assignment took. */
    unassigned: Type.Integer({ minimum: 0 }),
    /** Seats of the plan that had a ticket already. */
    alreadyTicketed: Type.Integer({ minimum: 0 }),
    inNoDrop: Type.Integer({
      minimum: 0,
      description: 'Tickets of the event that are in no drop now, so that nobody can buy them.',
    }),
    hint: Type.Union([Type.String(), Type.Null()], {
      description: 'What to do about tickets in no drop; null when there are none.',
    }),
    byCategory: Type.Array(Type.Object({ categoryId: Uuid, tickets: Type.Integer() }, closed)),
  },
  closed,
);
export type MintResult = Static<typeof MintResult>;

export const TicketsQuery = Type.Object(
  {
    ...PageQuery.properties,
    limit: Type.Integer({ minimum: 1, maximum: ticketsPerPageMax, default: 100 }),
    categoryId: Type.Optional(Uuid),
    dropId: Type.Optional(Uuid),
  },
  closed,
);
export type TicketsQuery = Static<typeof TicketsQuery>;

export const Ticket = Type.Object(
  {
    number: TicketNumber,
    categoryId: Uuid,
    dropId: Type.Union([Uuid, Type.Null()]),
    state: Type.Enum([...ticketStates]),
    /** null: general admission. */
    seat: Type.Union([
      Type.Object(
        { key: Type.String(), zone: Type.String(), row: Type.String(), label: Type.String() },
        closed,
      ),
      Type.Null(),
    ]),
    /** Of its newest ledger entry. */
    ledgerVersion: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type Ticket = Static<typeof Ticket>;
export const TicketPage = Page(Ticket);

const Numbers = Type.Array(TicketNumber, {
  minItems: 1,
  maxItems: ticketNumbersPerEditMax,
  uniqueItems: true,
});

/** All live tickets of a category, or those named. */
export const TicketRetirement = Type.Union([
  Type.Object({ numbers: Numbers }, closed),
  Type.Object({ categoryId: Uuid }, closed),
]);
export type TicketRetirement = Static<typeof TicketRetirement>;
export const RetireResult = Type.Object({ retired: Type.Integer({ minimum: 0 }) }, closed);
export type RetireResult = Static<typeof RetireResult>;

/** All live tickets of some categories, or those named. */
export const TicketSelection = Type.Union([
  Type.Object({ numbers: Numbers }, closed),
  Type.Object(
    { categoryIds: Type.Array(Uuid, { minItems: 1, maxItems: categoriesPerEventMax, uniqueItems: true }) },
    closed,
  ),
]);
export type TicketSelection = Static<typeof TicketSelection>;
/** `assigned` moved now; `kept` were in the drop already. */
export const AssignResult = Type.Object(
  { assigned: Type.Integer({ minimum: 0 }), kept: Type.Integer({ minimum: 0 }) },
  closed,
);
export type AssignResult = Static<typeof AssignResult>;

export const TicketParams = Type.Object(
  { eventId: Uuid, number: Type.Integer({ minimum: 0, maximum: 199_999 }) },
  closed,
);

/** One entry of the sale ledger. What the caller may not know is null. */
export const HistoryEntry = Type.Object(
  {
    version: Type.Integer({ minimum: 0 }),
    kind: Type.String(),
    at: Type.String({ format: 'date-time' }),
    holder: Type.Union([Uuid, Type.Null()]),
    orderId: Type.Union([Uuid, Type.Null()]),
    actor: Type.Union([Uuid, Type.Null()]),
    reason: Type.Union([Type.String(), Type.Null()]),
    /** SHA-256 in hex, chained to the entry before. */
    hash: Type.String(),
  },
  closed,
);
export type HistoryEntry = Static<typeof HistoryEntry>;
export const HistoryPage = Page(HistoryEntry);
