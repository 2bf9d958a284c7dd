import { describe, expect, it } from 'vitest';
import { checkTransitions } from './machine.ts';

describe('a table of transitions', () => {
  it.each([
    ['an unreachable state', { a: ['b'], b: [], c: ['b'] }, /c cannot be reached/],
    ['a dead end that is not an end', { a: ['b', 'c'], b: [], c: [] }, /from c no end can be reached/],
    ['a circle without a way out', { a: ['b', 'd'], b: ['c'], c: ['b'], d: [] }, /no end can be reached/],
  ])('is refused with %s', (_name, table, message) => {
    const ends = 'd' in table ? ['d'] : ['b'];
    expect(() => checkTransitions<string>('t', table as Record<string, string[]>, ['a'], ends)).toThrow(
      message,
    );
  });

  it('passes when every state is reachable and leads to an end', () => {
    expect(() => checkTransitions<string>('t', { a: ['b', 'a'], b: [] }, ['a'], ['b'])).not.toThrow();
  });
});
