import { expect, test } from 'vitest';
import { pickColour, readColour } from './read-colour.ts';

test.each([
  ['#F44336', '#F44336'],
  ['#abc', '#abc'],
  ['#11223344', '#11223344'],
  ['gold', 'gold'],
  ['rgb(1, 2, 255)', '#0102ff'],
  ['rgba(40, 167, 69, 0.16)', '#28a74529'],
  ['rgb(1,2,256)', null],
  ['#12345', null],
  ['url(javascript:alert(1))', null],
  ['red;background:url(x)', null],
  ['expression(1)', null],
  ['', null],
])('the colour %j reads as %j', (text, colour) => {
  expect(readColour(text)).toBe(colour);
});

test('every index has a colour', () => {
  expect(pickColour(0)).not.toBe(pickColour(1));
  expect(pickColour(8)).toBe(pickColour(0));
});
