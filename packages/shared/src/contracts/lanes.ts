import { type Static, Type } from 'typebox';
import { laneCodesPerCallMax, laneCodeUsesMax, placesPerLaneMax } from '../domain/catalogue-limits.ts';
import { laneCodePattern } from '../domain/lane-code-pattern.ts';
import { lanesMax, laneWeightsSumMax } from '../domain/lane-order.ts';
import { Instant, Page, Uuid } from './common.ts';
import { closed } from './edits.ts';
import { Line } from './text.ts';

const Weight = Type.Integer({ minimum: 1, maximum: laneWeightsSumMax });
const Places = Type.Integer({ minimum: 1, maximum: placesPerLaneMax });
const LaneNumber = Type.Integer({ minimum: 1, maximum: lanesMax - 1 });

/** The lanes of a drop in order; the first is the general one, which needs no code. */
export const LanesDraft = Type.Object(
  {
    lanes: Type.Array(
      Type.Object(
        {
          name: Line,
          /** So many of every round of turns are this lane's; all together at most 100. */
          weight: Weight,
          /** How many people may join it: so many at most come before others by it. null: any number, for the general lane. */
          places: Type.Union([Places, Type.Null()]),
        },
        closed,
      ),
      { minItems: 1, maxItems: lanesMax },
    ),
  },
  closed,
);
export type LanesDraft = Static<typeof LanesDraft>;

export const Lane = Type.Object(
  {
    lane: Type.Integer({ minimum: 0, maximum: lanesMax - 1 }),
    name: Type.String(),
    weight: Weight,
    places: Type.Union([Places, Type.Null()]),
    /** Its part of all turns, while every lane has people waiting. */
    sharePercent: Type.Number({ minimum: 0, maximum: 100 }),
  },
  closed,
);
export const Lanes = Type.Object(
  {
    dropId: Uuid,
    lanes: Type.Array(Lane),
    /** Which lane each turn is of, one digit a turn, over and over. */
    order: Type.String(),
    /** The drop's. */
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type Lanes = Static<typeof Lanes>;

export const LaneParams = Type.Object({ eventId: Uuid, dropId: Uuid, lane: LaneNumber }, closed);
export const LaneCodeParams = Type.Object(
  { eventId: Uuid, dropId: Uuid, lane: LaneNumber, codeId: Uuid },
  closed,
);

const Code = Type.String({ pattern: laneCodePattern, examples: ['K7Q2M-0XG4H-9B3TR-5'] });
/** How many accounts may use each; 1 when it is not said. */
const Uses = Type.Optional(Type.Integer({ minimum: 1, maximum: laneCodeUsesMax }));

/** Either so many new codes, or words of your own. */
export const LaneCodesDraft = Type.Union([
  Type.Object({ count: Type.Integer({ minimum: 1, maximum: laneCodesPerCallMax }), usesMax: Uses }, closed),
  Type.Object(
    {
      words: Type.Array(Code, { minItems: 1, maxItems: laneCodesPerCallMax, uniqueItems: true }),
      usesMax: Uses,
    },
    closed,
  ),
]);
export type LaneCodesDraft = Static<typeof LaneCodesDraft>;

/** Keep them: they are shown this once. */
export const NewLaneCodes = Type.Object(
  { codes: Type.Array(Type.Object({ id: Uuid, code: Type.String() }, closed)) },
  closed,
);
export type NewLaneCodes = Static<typeof NewLaneCodes>;

/** Each address gets a mail with a code of its own, good for one account. */
export const LaneInvitationsDraft = Type.Object(
  {
    emails: Type.Array(Type.String({ format: 'email', maxLength: 254 }), {
      minItems: 1,
      maxItems: laneCodesPerCallMax,
    }),
  },
  closed,
);
export type LaneInvitationsDraft = Static<typeof LaneInvitationsDraft>;

export const LaneInvitations = Type.Object(
  {
    invited: Type.Integer({ minimum: 0 }),
    /** Those that had an invitation to this lane already: they get no second mail. */
    already: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type LaneInvitations = Static<typeof LaneInvitations>;

export const LaneCode = Type.Object(
  {
    id: Uuid,
    lane: LaneNumber,
    /** Where an invitation was sent; null for a code that was handed out otherwise. */
    email: Type.Union([Type.String(), Type.Null()]),
    usesMax: Type.Integer({ minimum: 1 }),
    uses: Type.Integer({ minimum: 0 }),
    createdAt: Instant,
    revokedAt: Type.Union([Instant, Type.Null()]),
  },
  closed,
);
export type LaneCode = Static<typeof LaneCode>;
export const LaneCodePage = Page(LaneCode);

export const CodeRequest = Type.Object({ code: Code }, closed);
