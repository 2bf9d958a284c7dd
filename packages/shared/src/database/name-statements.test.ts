import { expect, test } from 'vitest';
import { nameStatements } from './name-statements.ts';

const limits = { namedFrom: 3, namesMax: 2, countedMax: 2 };

function namesOf(texts: readonly string[]): string[] {
  const name = nameStatements(limits);
  return texts.map((sql) => name({ sql }));
}

test('a statement is named when it comes for the third time, and keeps its name', () => {
  expect(namesOf(['a', 'a', 'a', 'a'])).toEqual(['', '', 's1', 's1']);
});

test('no two statements share a name', () => {
  expect(namesOf(['a', 'a', 'a', 'b', 'b', 'b', 'a'])).toEqual(['', '', 's1', '', '', 's2', 's1']);
});

test('beyond the limit none is named any more', () => {
  const first = ['a', 'a', 'a', 'b', 'b', 'b'];
  expect(namesOf([...first, 'c', 'c', 'c', 'c']).slice(6)).toEqual(['', '', '', '']);
});

test('texts that come once each are forgotten, and those that come often are not', () => {
  expect(namesOf(['a', 'x', 'a', 'y', 'z', 'a'])).toEqual(['', '', '', '', '', '']);
  expect(namesOf(['a', 'x', 'a', 'y', 'a'])).toEqual(['', '', '', '', 's1']);
});
