import type { Lanes } from '@fairgate/shared/contracts/lanes.ts';
import { laneOrder } from '@fairgate/shared/domain/lane-order.ts';

export interface LaneRow {
  readonly lane: number;
  readonly name: string;
  readonly weight: number;
  readonly places: number | null;
}

/** @param rows from lane 0 */
export function showLanes(dropId: string, rows: readonly LaneRow[], version: number): Lanes {
  const sum = rows.reduce((total, { weight }) => total + weight, 0);
  return {
    dropId,
    lanes: rows.map(({ lane, name, weight, places }) => ({
      ...{ lane, name, weight, places },
      sharePercent: Math.round((weight / sum) * 1_000) / 10,
    })),
    order: laneOrder(rows.map(({ weight }) => weight)),
    version,
  };
}
