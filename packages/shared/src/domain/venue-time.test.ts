import { expect, it } from 'vitest';
import { venueTimeWords } from './venue-time.ts';

it.each([
  ['in winter', '2027-01-15T19:00:00Z', 'Europe/Berlin', '20:00:00 Berlin (19:00:00 UTC)'],
  ['in summer', '2027-07-15T18:00:05Z', 'Europe/Berlin', '20:00:05 Berlin (18:00:05 UTC)'],
  [
    'with a zone of two words',
    '2027-01-15T23:30:00Z',
    'America/New_York',
    '18:30:00 New York (23:30:00 UTC)',
  ],
  ['in UTC itself', '2027-01-15T23:30:00Z', 'UTC', '23:30:00 UTC'],
])("says an instant by the venue's clock and by UTC, %s", (_, instant, timeZone, words) => {
  expect(venueTimeWords(Date.parse(instant), timeZone)).toBe(words);
});
