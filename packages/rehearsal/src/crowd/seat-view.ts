import type { SeatMap } from '@fairgate/shared/contracts/seat-map.ts';
import { unpackIndexRuns } from '@fairgate/shared/domain/index-runs.ts';
import { seatStatus, statusAt } from '@fairgate/shared/domain/seat-status.ts';
import { type Random, zipfRank } from './seeded-random.ts';

/** What a fan sees of the hall: the seats of the drop, most popular first. */
export interface SeatView {
  readonly seats: readonly number[];
}

/** Seats with low numbers are in front, and wanted most. */
export function readSeatView(map: SeatMap, dropId: string, seatedCategoryIds: readonly string[]): SeatView {
  const drop = map.drops.indexOf(dropId);
  const seated = new Set(
    seatedCategoryIds.map((id) => map.categories.findIndex((category) => category.id === id)),
  );
  const categoryOf = unpackIndexRuns(map.categoryOf);
  const dropOf = unpackIndexRuns(map.dropOf);
  const numbers = Array.from({ length: map.ticketCount }, (_, number) => number);
  return {
    seats: numbers.filter((number) => dropOf[number] === drop && seated.has(categoryOf[number] ?? -1)),
  };
}

/**
 * Seats that look free, near to where the fan wants to sit: the first free one from there on, and those that follow it.
 * Fewer than wanted when there are no more; none when everything is taken.
 */
export function chooseSeats(
  view: SeatView,
  statuses: Uint8Array,
  quantity: number,
  random: Random,
): number[] {
  const { seats } = view;
  if (seats.length === 0) return [];
  const start = zipfRank(seats.length, random);
  const chosen: number[] = [];
  for (let step = 0; step < seats.length && chosen.length < quantity; step += 1) {
    const number = seats[(start + step) % seats.length];
    if (number !== undefined && statusAt(statuses, number) === seatStatus.free) chosen.push(number);
  }
  return chosen;
}
