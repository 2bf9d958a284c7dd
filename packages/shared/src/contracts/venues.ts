import { type Static, Type } from 'typebox';
import { Page, Uuid } from './common.ts';
import { closed, versioned } from './edits.ts';
import { Country, KnownCountry, Line, LineOrNothing, LongText, TimeZone } from './text.ts';

export const VenueParams = Type.Object({ venueId: Uuid }, closed);

const address = { street: LineOrNothing, postalCode: LineOrNothing, city: Line, country: Country };
export const Address = Type.Object(address, closed);
const AddressDraft = Type.Object({ ...address, country: KnownCountry }, closed);

export const Venue = Type.Object(
  {
    id: Uuid,
    vendorId: Uuid,
    name: Line,
    address: Address,
    timeZone: TimeZone,
    details: LongText,
    ...versioned,
  },
  closed,
);
export type Venue = Static<typeof Venue>;
export const VenuePage = Page(Venue);

export const VenueDraft = Type.Object(
  { name: Line, address: AddressDraft, timeZone: TimeZone, details: Type.Optional(LongText) },
  closed,
);
export type VenueDraft = Static<typeof VenueDraft>;

export const VenuePatch = Type.Object(
  {
    name: Type.Optional(Line),
    address: Type.Optional(AddressDraft),
    timeZone: Type.Optional(TimeZone),
    details: Type.Optional(LongText),
  },
  { ...closed, minProperties: 1 },
);
export type VenuePatch = Static<typeof VenuePatch>;
