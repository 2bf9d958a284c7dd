import { type Static, Type } from 'typebox';
import { metadataFieldsMax, metadataTextCharactersMax } from '../domain/catalogue-limits.ts';
import { Currency, Instant, MinorAmount, OfferedCurrency, Page, PageQuery, Uuid } from './common.ts';
import { closed, versioned } from './edits.ts';
import { Line, LongText, SearchText, TimeZone, textUpTo } from './text.ts';
import { TimeInput } from './time-input.ts';
import { Address } from './venues.ts';
import { DropPhase } from './waiting-room.ts';

export const EventParams = Type.Object({ eventId: Uuid }, closed);

export const EventStatus = Type.Enum(['DRAFT', 'PUBLISHED', 'CANCELLED']);

/** Flat facts that the vendor keeps with the event, public with it. */
export const EventMetadata = Type.Record(
  Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$' }),
  Type.Union([textUpTo(metadataTextCharactersMax), Type.Number(), Type.Boolean(), Type.Null()]),
  { ...closed, maxProperties: metadataFieldsMax },
);

const InstantOrNull = Type.Union([Instant, Type.Null()]);

/** The whole of what may be said about an event; PUT replaces all of it. */
export const EventDraft = Type.Object(
  {
    name: Line,
    description: Type.Optional(LongText),
    venueId: Uuid,
    planId: Type.Optional(Type.Union([Uuid, Type.Null()])),
    startsAt: TimeInput,
    endsAt: Type.Optional(Type.Union([TimeInput, Type.Null()])),
    /** The venue's unless given. */
    timeZone: Type.Optional(TimeZone),
    /** The vendor's unless given. */
    currency: Type.Optional(OfferedCurrency),
    metadata: Type.Optional(EventMetadata),
  },
  closed,
);
export type EventDraft = Static<typeof EventDraft>;

const eventFacts = {
  id: Uuid,
  vendorId: Uuid,
  name: Type.String(),
  status: EventStatus,
  startsAt: Instant,
  endsAt: InstantOrNull,
  timeZone: TimeZone,
  /** By the clock on the wall of the venue, without offset. */
  startsAtLocal: Type.String(),
  currency: Currency,
  venue: Type.Object({ id: Uuid, name: Type.String(), city: Type.String(), country: Type.String() }, closed),
  version: versioned.version,
};

export const EventSummary = Type.Object(
  {
    ...eventFacts,
    priceFromMinor: Type.Union([MinorAmount, Type.Null()], {
      description: 'The lowest price of the categories that have tickets in a drop, null while none has.',
    }),
    /**
     * Of its drops that are not closed the first that is not sold out; when all are, the first. null when all are
     * closed. That a drop is sold out may be ten seconds old.
     */
    nextDrop: Type.Union([
      Type.Object({ id: Uuid, opensAt: Instant, phase: DropPhase }, closed),
      Type.Null(),
    ]),
  },
  closed,
);
export type EventSummary = Static<typeof EventSummary>;
export const EventPage = Page(EventSummary);

const EventCategory = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    description: Type.String(),
    priceMinor: MinorAmount,
    currency: Currency,
    color: Type.Union([Type.String(), Type.Null()]),
    left: Type.Integer({
      minimum: 0,
      description:
        'Tickets that nobody bought or is buying, in all drops of the event together; those in no drop cannot be bought and do not count. Up to two seconds old for the public.',
    }),
  },
  closed,
);

const DropSummary = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    opensAt: Instant,
    closesAt: InstantOrNull,
    phase: DropPhase,
  },
  closed,
);

export const EventDetails = Type.Object(
  {
    ...eventFacts,
    description: Type.String(),
    planId: Type.Union([Uuid, Type.Null()]),
    metadata: EventMetadata,
    ticketCount: Type.Integer({ minimum: 0 }),
    address: Address,
    categories: Type.Array(EventCategory),
    drops: Type.Array(DropSummary),
    createdAt: versioned.createdAt,
    updatedAt: versioned.updatedAt,
  },
  closed,
);
export type EventDetails = Static<typeof EventDetails>;

export const PublicEventsQuery = Type.Object(
  {
    ...PageQuery.properties,
    /** Found in the name or the description, in any case. */
    q: Type.Optional(SearchText),
    city: Type.Optional(SearchText),
    /** Starts at or after. */
    from: Type.Optional(Instant),
    /** Starts before. */
    to: Type.Optional(Instant),
  },
  closed,
);
export type PublicEventsQuery = Static<typeof PublicEventsQuery>;

export const EventVersion = Type.Object(
  { id: Uuid, status: EventStatus, version: versioned.version },
  closed,
);
export type EventVersion = Static<typeof EventVersion>;

/** `missing`: what it still needs before anything can be bought; an event may be announced without. */
export const PublishedEvent = Type.Object(
  {
    ...EventVersion.properties,
    missing: Type.Array(Type.Enum(['drops', 'tickets']), {
      description:
        'What the event still needs before anything can be bought: a drop, tickets that are in one. Empty: nothing.',
    }),
  },
  closed,
);
export type PublishedEvent = Static<typeof PublishedEvent>;
