import { expect, it } from 'vitest';
import { findUnasked } from './find-unasked.ts';

const ended = (name: string, how: string): string => `${name} ended (${how}); starting it again in 0.05 s`;

it.each<[string, readonly string[], string | null, number]>([
  ['nobody ended', [], null, 0],
  ['the killed process ended', [ended('gateway-1', 'signal SIGKILL')], 'gateway-1', 0],
  ['one ended though none was killed', [ended('gateway-1', 'code 1')], null, 1],
  ['another than the killed one ended', [ended('gateway-2', 'code 1')], 'gateway-1', 1],
  [
    'the killed one ended again',
    [ended('gateway-1', 'signal SIGKILL'), ended('gateway-1', 'code 1')],
    'gateway-1',
    1,
  ],
])('%s', (_name, ends, killed, found) => {
  expect(findUnasked(ends, killed).flatMap(({ evidence }) => evidence)).toHaveLength(found);
});
