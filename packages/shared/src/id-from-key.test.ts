import { expect, it } from 'vitest';
import { idFromKey } from './id-from-key.ts';

it('an id follows from its key, account and kind, and stays what it was', () => {
  const id = idFromKey('fairgate-order', '0190a000-0000-7000-8000-000000000001', 'key');
  expect(id).toBe(idFromKey('fairgate-order', '0190a000-0000-7000-8000-000000000001', 'key'));
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const others = [
    idFromKey('fairgate-refund', '0190a000-0000-7000-8000-000000000001', 'key'),
    idFromKey('fairgate-order', '0190a000-0000-7000-8000-000000000002', 'key'),
    idFromKey('fairgate-order', '0190a000-0000-7000-8000-000000000001', 'keys'),
  ];
  expect(new Set([id, ...others]).size).toBe(4);
});
