import { describe, expect, test } from 'vitest';
import { measureSteps, numberColumns, orderSeats, usualStep } from './arrange-row.ts';

const onLine = (xs: readonly number[], labels = xs.map((_, index) => String(index + 1))) =>
  xs.map((x, index) => ({ x, y: 0, label: labels[index] ?? '' }));

describe('columns follow from distances', () => {
  const cases: [string, number[], number, number[]][] = [
    ['neighbours differ by one', [0, 25, 50, 75], 25, [0, 1, 2, 3]],
    ['an aisle breaks the count', [0, 25, 50, 100, 125], 25, [0, 1, 2, 4, 5]],
    ['a wide aisle counts like a narrow one', [0, 25, 50, 900, 925], 25, [0, 1, 2, 4, 5]],
    ['pairs at tables are neighbours only of each other', [0, 20, 80, 100, 160, 180], 20, [0, 1, 3, 4, 6, 7]],
    ['two seats across an aisle are no neighbours', [0, 120], 25, [0, 2]],
    ['a row of wider chairs is still a row', [0, 40, 80, 120], 25, [0, 1, 2, 3]],
    ['a slightly wider place is no aisle', [0, 25, 60, 85], 25, [0, 1, 2, 3]],
    ['seats on one spot count on', [0, 0, 0], 0, [0, 1, 2]],
    ['one seat', [7], 25, [0]],
    ['no seat', [], 25, []],
  ];
  test.each(cases)('%s', (_, xs, zoneStep, columns) => {
    expect(numberColumns(onLine(xs), zoneStep)).toEqual(columns);
  });
});

describe('seats are put in order from neighbour to neighbour', () => {
  test('a row listed in order keeps its order, also from right to left', () => {
    const row = onLine([75, 50, 25, 0]);
    expect(orderSeats(row, 'asListed')).toEqual(row);
  });

  test('a row listed odd numbers first is put in the order of its places', () => {
    const row = onLine([0, 50, 100, 25, 75, 125], ['1', '3', '5', '2', '4', '6']);
    expect(orderSeats(row, 'asListed').map((seat) => seat.label)).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  test('numbers from the middle outwards give way to the order of places', () => {
    const row = onLine([0, 25, 50, 75, 100, 125], ['5', '3', '1', '2', '4', '6']);
    expect(orderSeats(row, 'byNumber').map((seat) => seat.label)).toEqual(['5', '3', '1', '2', '4', '6']);
  });

  test('numbers lead round a corner', () => {
    const corner = [
      { label: '3', x: 0, y: 0 },
      { label: '1', x: 0, y: 50 },
      { label: '2', x: 0, y: 25 },
      { label: '5', x: 50, y: 0 },
      { label: '4', x: 25, y: 0 },
    ];
    expect(orderSeats(corner, 'byNumber').map((seat) => seat.label)).toEqual(['1', '2', '3', '4', '5']);
  });

  test('letters have no numbers: the places decide', () => {
    const row = onLine([75, 0, 50, 25], ['d', 'a', 'c', 'b']);
    expect(
      orderSeats(row, 'byNumber')
        .map((seat) => seat.label)
        .join(''),
    ).toMatch(/^(abcd|dcba)$/);
  });
});

test('the usual step is the lower median and ignores seats on one spot', () => {
  expect(usualStep(measureSteps(onLine([0, 0, 20, 80, 100])))).toBe(20);
  expect(usualStep([])).toBe(0);
});
