import type { SeatMap } from '@fairgate/shared/contracts/seat-map.ts';
import { expect, test } from 'vitest';
import { chooseSeats, readSeatView } from './seat-view.ts';

const [stalls, standing, dropId] = [
  '0198c0de-0000-7000-8000-000000000001',
  '0198c0de-0000-7000-8000-000000000002',
  '0198c0de-0000-7000-8000-000000000003',
];
const category = (id: string) => ({ id, name: id, priceMinor: 100, color: null });
/** Tickets 0–3: seats of another drop; 4–9: seats of ours; 10–11: standing. */
const map: SeatMap = {
  eventId: dropId,
  ticketCount: 12,
  currency: 'eur',
  categories: [category(stalls), category(standing)],
  drops: ['another', dropId],
  categoryOf: [10, 0, 2, 1],
  dropOf: [4, 0, 8, 1],
  geometry: null,
};

/** 2 bits a ticket; `x` is held. */
function statuses(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(text.length / 4));
  for (const [number, sign] of [...text].entries())
    if (sign === 'x') bytes[number >> 2] = (bytes[number >> 2] ?? 0) | (1 << (6 - 2 * (number & 3)));
  return bytes;
}

test('a fan sees the seats of the drop, and no places without a seat', () => {
  expect(readSeatView(map, dropId, [stalls])).toEqual({ seats: [4, 5, 6, 7, 8, 9] });
});

test.each([
  ['the first free ones from where the fan looks', '............', 2, 0, [4, 5]],
  ['past those that are taken', '....xx......', 2, 0, [6, 7]],
  ['from the end on to the front', '............', 3, 0.999, [9, 4, 5]],
  ['fewer, when no more are free', '.....xxxxx..', 3, 0, [4]],
  ['none in a full hall', '....xxxxxx..', 1, 0.5, []],
])('chosen are %s', (_what, text, quantity, random, expected) => {
  const view = readSeatView(map, dropId, [stalls]);
  expect(chooseSeats(view, statuses(text), quantity, () => random)).toEqual(expected);
});
