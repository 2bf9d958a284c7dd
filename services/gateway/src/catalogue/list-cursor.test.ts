import { describe, expect, it } from 'vitest';
import { listCursor, listPage } from './list-cursor.ts';

const cursor = listCursor('venues', ['micros', 'uuid']);
const id = '01a20564-75bc-7303-ab9f-b6e8e0240925';

describe('a cursor', () => {
  it('is read back as it was written', () => {
    expect(cursor.read(cursor.write(['1795350793000000', id]))).toEqual(['1795350793000000', id]);
    expect(cursor.read(undefined)).toBeNull();
  });

  it.each([
    ['of another list', listCursor('events', ['micros', 'uuid']).write([1, id])],
    ['with a part too few', cursor.write([1])],
    ['with a part too many', cursor.write([1, id, 2])],
    ['with a part of another kind', cursor.write(['now', id])],
    ['that hides SQL', cursor.write([1, `${id}' or true --`])],
    ['made of nothing', '!!!'],
  ])('%s is malformed', (_name, after) => {
    expect(() => cursor.read(after)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
  });
});

describe('a page', () => {
  const at = (row: number) => `at ${row}`;
  const show = (row: number) => row * 10;
  it.each([
    [[], { items: [], next: null }],
    [[1, 2], { items: [10, 20], next: null }],
    [[1, 2, 3], { items: [10, 20], next: 'at 2' }],
  ])('of two from %j', (rows, expected) => {
    expect(listPage(rows, 2, at, show)).toEqual(expected);
  });
});
