import { expect, it } from 'vitest';
import { prefersHtml } from './prefers-html.ts';

it.each([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['Text/HTML ; q=0.9, application/json;q=0.8', true],
  ['application/json, text/html;q=0.9', false],
  ['application/json, text/html', false],
  ['application/problem+json, */*', false],
  ['text/html;q=0', false],
  ['*/*', false],
  ['', false],
  [undefined, false],
])('%s prefers HTML: %s', (accept, prefers) => {
  expect(prefersHtml(accept)).toBe(prefers);
});
