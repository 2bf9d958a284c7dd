import { type Static, Type } from 'typebox';
import { priceMinorMax } from '../domain/catalogue-limits.ts';
import { Currency, MinorAmount, Page, Uuid } from './common.ts';
import { closed, versioned } from './edits.ts';
import { Colour, Line, LongText } from './text.ts';

export const CategoryParams = Type.Object({ eventId: Uuid, categoryId: Uuid }, closed);

const ColourOrNull = Type.Union([Colour, Type.Null()]);

/** The price is in minor units of the event's currency. */
export const CategoryDraft = Type.Object(
  {
    name: Line,
    description: Type.Optional(LongText),
    priceMinor: Type.Integer({ minimum: 0, maximum: priceMinorMax }),
    color: Type.Optional(ColourOrNull),
    /** Lower ones are listed first. */
    position: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
  },
  closed,
);
export type CategoryDraft = Static<typeof CategoryDraft>;

export const Category = Type.Object(
  {
    id: Uuid,
    eventId: Uuid,
    name: Type.String(),
    description: Type.String(),
    priceMinor: MinorAmount,
    currency: Currency,
    color: Type.Union([Type.String(), Type.Null()]),
    position: Type.Integer(),
    ...versioned,
  },
  closed,
);
export type Category = Static<typeof Category>;
export const CategoryPage = Page(Category);
