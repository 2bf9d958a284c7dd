import { exportPretixPlan, type PretixPlanFile } from '@fairgate/shared/domain/seating/export-pretix.ts';
import { generateClubTheatre } from '@fairgate/shared/domain/seating/generate-plan.ts';
import { generateTheatre } from '@fairgate/shared/domain/seating/generate-theatre.ts';

/** The sample files of this folder that are computed, by file name. */
export function makeSamplePlans(): Record<string, PretixPlanFile> {
  return {
    'lindenhof-theatre.json': exportPretixPlan(generateClubTheatre()),
    'muehlen-club.json': exportPretixPlan(
      generateTheatre({
        name: 'Mühlen Club',
        standingPlaces: 250,
        categories: [
          { name: 'Seated', color: '#0072B2' },
          { name: 'Standing', color: '#E69F00' },
        ],
        tiers: [
          {
            name: 'Gallery',
            bands: [{ category: 'Seated', rows: 5 }],
            seatsBetweenAisles: [6, 6],
            accessibleAtEnds: 1,
          },
        ],
      }),
    ),
  };
}

/** As the files are kept: indented, a point on one line. */
export function printPlan(plan: PretixPlanFile): string {
  const text = JSON.stringify(plan, null, 2);
  return `${text.replace(/\{\s+("x": \S+)\s+("y": \S+)\s+\}/g, '{ $1 $2 }')}\n`;
}
