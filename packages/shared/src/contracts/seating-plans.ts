import { type Static, Type } from 'typebox';
import { Page, Uuid } from './common.ts';
import { closed } from './edits.ts';

export const PlanParams = Type.Object({ planId: Uuid }, closed);
export const PlanImportQuery = Type.Object(
  { dryRun: Type.Boolean({ default: false, description: 'Only report; keep nothing.' }) },
  closed,
);

/** A plan file: pretix's seating-plan format (`zones`) or a hall scheme (`objects`), read leniently. */
export const PlanFile = Type.Unsafe<unknown>({
  description: "A seating plan in pretix's format, or a hall scheme, as one JSON document.",
});

const PlanOddity = Type.Object(
  {
    code: Type.String(),
    pointer: Type.String(),
    count: Type.Integer(),
    message: Type.String(),
    places: Type.Array(Type.String()),
  },
  closed,
);

/** What was read, and what was odd about it. `pointer` and `places` are JSON pointers into the file. */
export const PlanReport = Type.Object(
  {
    format: Type.Enum(['pretix', 'hall-scheme']),
    zones: Type.Integer(),
    rows: Type.Integer(),
    seats: Type.Integer(),
    seatsByCategory: Type.Array(Type.Object({ name: Type.String(), seats: Type.Integer() }, closed)),
    oddities: Type.Array(PlanOddity),
  },
  closed,
);

const planFacts = {
  id: Uuid,
  venueId: Uuid,
  /** 1, 2, … inside the venue. */
  planVersion: Type.Integer({ minimum: 1 }),
  name: Type.String(),
  seats: Type.Integer(),
  /** SHA-256 of the file, in hex. */
  sourceHash: Type.String(),
  createdAt: Type.String({ format: 'date-time' }),
};

export const PlanSummary = Type.Object(planFacts, closed);
export type PlanSummary = Static<typeof PlanSummary>;
export const PlanPage = Page(PlanSummary);

/** `imported`: made now. `known`: the venue has a plan of exactly this file. `checked`: a dry run. */
export const PlanImportResult = Type.Object(
  {
    outcome: Type.Enum(['imported', 'known', 'checked']),
    plan: Type.Union([PlanSummary, Type.Null()]),
    report: PlanReport,
  },
  closed,
);
export type PlanImportResult = Static<typeof PlanImportResult>;

/** `geometry` is a SeatGeometry document (domain/seating/geometry.ts) in which every seat has its rank as number. */
export const PlanDetails = Type.Object(
  { ...planFacts, report: PlanReport, geometry: Type.Record(Type.String(), Type.Unknown()) },
  closed,
);
export type PlanDetails = Static<typeof PlanDetails>;
