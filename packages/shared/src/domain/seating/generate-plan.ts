import { generateArena } from './generate-arena.ts';
import { generateTheatre } from './generate-theatre.ts';
import type { SeatingPlan } from './plan.ts';

/** The plans that the demo, the rehearsal and the tests are played on. All are computed, none is random. */

/** Exactly 600 seats: stalls of 448, a balcony of 152; 300 more may stand when the club plays. */
export function generateClubTheatre(standingPlaces = 0): SeatingPlan {
  const standing = { name: 'Standing', color: '#CC79A7' };
  return generateTheatre({
    name: 'Lindenhof Theatre',
    standingPlaces,
    categories: [
      { name: 'Premium', color: '#0072B2' },
      { name: 'Stalls', color: '#56B4E9' },
      { name: 'Balcony', color: '#009E73' },
      ...(standingPlaces > 0 ? [standing] : []),
    ],
    tiers: [
      {
        name: 'Stalls',
        bands: [
          { category: 'Premium', rows: 5 },
          { category: 'Stalls', rows: 11 },
        ],
        seatsBetweenAisles: [7, 14, 7],
        accessibleAtEnds: 2,
      },
      {
        name: 'Balcony',
        bands: [{ category: 'Balcony', rows: 4 }],
        seatsBetweenAisles: [10, 18, 10],
        accessibleAtEnds: 0,
      },
    ],
  });
}

/** Exactly 2,000 seats: stalls of 1,400, a circle of 600. */
export function generateGreatHall(): SeatingPlan {
  return generateTheatre({
    name: 'Great Hall',
    standingPlaces: 0,
    categories: [
      { name: 'Premium', color: '#0072B2' },
      { name: 'Stalls', color: '#56B4E9' },
      { name: 'Circle', color: '#009E73' },
    ],
    tiers: [
      {
        name: 'Stalls',
        bands: [
          { category: 'Premium', rows: 10 },
          { category: 'Stalls', rows: 25 },
        ],
        seatsBetweenAisles: [11, 18, 11],
        accessibleAtEnds: 3,
      },
      {
        name: 'Circle',
        bands: [{ category: 'Circle', rows: 15 }],
        seatsBetweenAisles: [11, 18, 11],
        accessibleAtEnds: 0,
      },
    ],
  });
}

/** Exactly 40,000 seats unless told otherwise. */
export function generateDemoArena(seats = 40_000, standingPlaces = 0): SeatingPlan {
  return generateArena({ name: 'Seefeld Arena', seats, standingPlaces });
}
