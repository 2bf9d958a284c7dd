/** A code of a lane: 6 to 40 letters and digits, in any case, with single spaces or hyphens between them. */
export const laneCodePattern = '^[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){5,39}$';
