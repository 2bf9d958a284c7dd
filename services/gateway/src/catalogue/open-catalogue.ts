import type { Database } from '@fairgate/shared/database/client.ts';
import type { LaneCodes } from '@fairgate/shared/tokens/lane-code.ts';
import type { DrawSetup } from './draw-plan.ts';
import { createLeftCounts, type LeftCounts } from './left-counts.ts';
import { openPlanReader, type PlanReader } from './plan-reader.ts';
import { createSoldOutDrops, type SoldOutDrops } from './sold-out-drops.ts';

/** What the catalogue works with. Routes hand its parts on to use-cases and look into none. */
export interface Catalogue {
  readonly database: Database;
  /** For the edits of very many rows, which take their time (see patience.ts). */
  readonly edits: Database;
  readonly planReader: PlanReader;
  readonly leftCounts: LeftCounts;
  readonly soldOut: SoldOutDrops;
  readonly draws: DrawSetup;
  readonly laneCodes: LaneCodes;
}

export function openCatalogue(
  database: Database,
  edits: Database,
  secrets: Pick<Catalogue, 'draws' | 'laneCodes'>,
): Catalogue {
  return {
    database,
    edits,
    ...secrets,
    planReader: openPlanReader(),
    leftCounts: createLeftCounts(database),
    soldOut: createSoldOutDrops(database),
  };
}
