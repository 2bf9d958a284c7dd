import { expect, it } from 'vitest';
import { idOfKey } from './id-of-key.ts';

it('an id that follows from a key is a UUID of version 8, the same every time', () => {
  const id = idOfKey('fairgate-order', '0197a3c2-1111-7222-8333-444455556666', 'key');
  // Of an order that was placed long ago: the same key finds it still.
  expect(id).toBe('995791d3-9b23-8b50-b335-c672b0bc890a');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('other parts, or the same under another name, give another id', () => {
  const ids = [
    idOfKey('order', 'a', 'b'),
    idOfKey('order', 'b', 'a'),
    idOfKey('order', 'ab'),
    idOfKey('transfer', 'a', 'b'),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});
