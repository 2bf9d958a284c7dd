import type { Place } from './json-place.ts';
import type { PlanCategory, PlanPoint, PlanShape, StandingArea } from './plan.ts';

/** What an importer or a generator knows before seats are put in order: the common input of `assemblePlan`. */
export type DraftSeat = {
  readonly place: Place;
  /** The file's own id of the seat, or null. */
  readonly ownId: string | null;
  /** Made from zone, row and index in the file: always unique, used where `ownId` is not. */
  readonly pathKey: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly category: string | null;
  readonly accessible: boolean;
};

export type DraftRow = { readonly place: Place; readonly label: string; readonly seats: DraftSeat[] };

export type DraftZone = {
  readonly place: Place;
  readonly name: string;
  readonly freeSeating: boolean;
  readonly outline: readonly PlanPoint[] | null;
  readonly rows: DraftRow[];
};

export type DraftCategory = PlanCategory & { readonly place: Place };

export type DraftPlan = {
  readonly place: Place;
  readonly name: string;
  /** null: to be measured from the seats. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly zones: readonly DraftZone[];
  readonly shapes: readonly PlanShape[];
  readonly standingAreas: readonly StandingArea[];
  readonly categories: readonly DraftCategory[];
  /** Which order of a row's seats to believe first: the file's, or the numbers on the seats. */
  readonly seatOrder: 'asListed' | 'byNumber';
};
