import { describe, expect, it } from 'vitest';
import { canonicalTimeZone, readLocalTime, showLocalTime } from './local-time.ts';

const instant = (iso: string) => ({ kind: 'instant', ms: Date.parse(iso) });

describe('a local time', () => {
  it.each([
    ['an ordinary winter evening', '2027-01-15T20:00', 'Europe/Berlin', '2027-01-15T19:00:00Z'],
    ['an ordinary summer evening', '2027-07-15T20:00:30', 'Europe/Berlin', '2027-07-15T18:00:30Z'],
    ['the last minute before the skipped hour', '2027-03-28T01:59', 'Europe/Berlin', '2027-03-28T00:59:00Z'],
    ['the first minute after it', '2027-03-28T03:00', 'Europe/Berlin', '2027-03-28T01:00:00Z'],
    ['the last minute before the repeated hour', '2027-10-31T01:59', 'Europe/Berlin', '2027-10-30T23:59:00Z'],
    ['the first minute after it', '2027-10-31T03:00', 'Europe/Berlin', '2027-10-31T02:00:00Z'],
    ['a quarter-hour zone', '2027-05-01T12:00', 'Asia/Kathmandu', '2027-05-01T06:15:00Z'],
    ['midnight', '2027-05-01T00:00', 'America/New_York', '2027-05-01T04:00:00Z'],
    ['the day after the one Samoa left out', '2011-12-31T00:00', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
    ['a leap day', '2028-02-29T12:00', 'UTC', '2028-02-29T12:00:00Z'],
  ])('names one instant: %s', (_name, local, zone, expected) => {
    expect(readLocalTime(local, zone)).toEqual(instant(expected));
  });

  it.each([
    ['2027-03-28T02:00', 'Europe/Berlin', '2027-03-28T03:00:00'],
    ['2027-03-28T02:59', 'Europe/Berlin', '2027-03-28T03:59:00'],
    ['2027-03-14T02:30', 'America/New_York', '2027-03-14T03:30:00'],
    ['2027-10-03T02:15', 'Australia/Lord_Howe', '2027-10-03T02:45:00'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-31T12:00:00'],
  ])('that the clocks skip is no instant: %s in %s', (local, zone, nextLocal) => {
    expect(readLocalTime(local, zone)).toEqual({ kind: 'skipped', nextLocal });
  });

  it.each([
    ['2027-10-31T02:00', 'Europe/Berlin', '2027-10-31T00:00:00Z', '2027-10-31T01:00:00Z'],
    ['2027-10-31T02:59', 'Europe/Berlin', '2027-10-31T00:59:00Z', '2027-10-31T01:59:00Z'],
    ['2027-11-07T01:30', 'America/New_York', '2027-11-07T05:30:00Z', '2027-11-07T06:30:00Z'],
    ['2027-04-04T01:45', 'Australia/Lord_Howe', '2027-04-03T14:45:00Z', '2027-04-03T15:15:00Z'],
  ])('that the clocks repeat is two instants: %s in %s', (local, zone, earlier, later) => {
    expect(readLocalTime(local, zone)).toEqual({
      kind: 'repeated',
      earlierMs: Date.parse(earlier),
      laterMs: Date.parse(later),
    });
  });

  it.each([
    '2027-02-29T12:00',
    '2027-13-01T12:00',
    '2027-04-31T12:00',
    '2027-04-30T24:00',
    '2027-04-30T12:60',
  ])('that no calendar has is refused: %s', (local) => {
    expect(readLocalTime(local, 'Europe/Berlin')).toEqual({ kind: 'noSuchDate' });
  });

  it('is shown as the clock on the wall shows it', () => {
    expect(showLocalTime(Date.parse('2027-07-15T18:00:30Z'), 'Europe/Berlin')).toBe('2027-07-15T20:00:30');
  });

  it('read back from any shown instant names that instant, once or as one of two', () => {
    const start = Date.parse('2027-01-01T00:00:00Z');
    for (let step = 0; step < 366 * 48; step += 1) {
      const ms = start + step * 1_800_000;
      const reading = readLocalTime(showLocalTime(ms, 'Europe/Berlin'), 'Europe/Berlin');
      if (reading.kind === 'repeated') expect([reading.earlierMs, reading.laterMs]).toContain(ms);
      else expect(reading).toEqual({ kind: 'instant', ms });
    }
  });
});

describe('a time zone', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/BERLIN', 'Europe/Berlin'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['UTC', 'UTC'],
    ['Mars/Olympus', null],
    ['+01:00', null],
    ['', null],
    ['a'.repeat(65), null],
  ])('%s is known as %s', (name, canonical) => {
    expect(canonicalTimeZone(name)).toBe(canonical);
  });
});
