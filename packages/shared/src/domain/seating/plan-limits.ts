import { planBodyBytesMax } from '../limits.ts';

/** Limits on one seating plan. A file over any of them is refused; a list over its limit is not looked into. */
export const planSeatsMax = 120_000;
export const planRowsMax = 40_000;
export const planZonesMax = 2_000;
export const planShapesMax = 5_000;
/** As many as zones: a hall scheme suggests one for each section. */
export const planCategoriesMax = 2_000;
export const shapePointsMax = 2_000;
export const planTextCharactersMax = 200;
export const seatKeyCharactersMax = 64;
export const planFileCharactersMax = planBodyBytesMax;
/** Plan units, for every single x, y, width and height, either side of zero. */
export const coordinateUnitsMax = 1_000_000;
/** Places of a general-admission area drawn on a plan. */
export const standingPlacesMax = 500_000;
