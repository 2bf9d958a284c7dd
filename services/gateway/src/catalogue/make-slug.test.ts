import { describe, expect, it } from 'vitest';
import { makeSlug } from './make-slug.ts';

describe('a slug', () => {
  it.each([
    ['Lindenhof Theatre', 'lindenhof-theatre'],
    ['  Große Bühne, Köln! ', 'grosse-buhne-koln'],
    ['Café “Zum Elch”', 'cafe-zum-elch'],
    ['東京', 'vendor'],
    ['A', 'vendor-a'],
    [`${'x'.repeat(47)} y`, 'x'.repeat(47)],
  ])('of %j is %s', (name, slug) => {
    expect(makeSlug(name)).toBe(slug);
  });
});
