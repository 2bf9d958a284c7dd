import { expect, test } from 'vitest';
import type { PaymentIntent } from '../shapes.ts';
import { parseSearch } from './search-query.ts';

const intent = {
  amount: 5000,
  created: 1_800_000_000,
  currency: 'eur',
  status: 'succeeded',
  metadata: { order: 'o-1', 'odd "key"': 'x y' },
} as unknown as PaymentIntent;

test.for([
  { query: 'metadata["order"]:"o-1"', found: true },
  { query: 'metadata["order"]:"o-2"', found: false },
  { query: '-metadata["order"]:"o-2"', found: true },
  { query: 'metadata["odd \\"key\\""]:"x y"', found: true },
  { query: 'metadata["event"]:null', found: true },
  { query: 'metadata["order"]:null', found: false },
  { query: 'metadata["order"]~"-1"', found: true },
  { query: 'status:"succeeded" AND metadata["order"]:"o-1"', found: true },
  { query: 'status:"succeeded" metadata["order"]:"o-2"', found: false },
  { query: 'status:"canceled" OR currency:"EUR"', found: true },
  { query: 'amount>4999 AND created<=1800000000', found: true },
  { query: 'amount:5000', found: true },
  { query: 'amount<5000', found: false },
])('$query: $found', ({ query, found }) => {
  expect(parseSearch(query)(intent)).toBe(found);
});

test.for([
  '',
  'metadata',
  'metadata["a"',
  'colour:"red"',
  'status:"a" OR status:"b" AND status:"c"',
  'amount>"x"',
])('"%s" is refused', (query) => {
  expect(() => parseSearch(query)).toThrow(/parse your search query/);
});
