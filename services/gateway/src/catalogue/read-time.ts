import type { TimeInput } from '@fairgate/shared/contracts/time-input.ts';
import { canonicalTimeZone, readLocalTime } from '@fairgate/shared/domain/local-time.ts';
import { malformed } from './malformed.ts';

const firstMs = Date.UTC(1970, 0);
const lastMs = Date.UTC(3000, 0);

/** The instant that a caller means. `zone` is the event's; `pointer` says where in the body the time stands. */
export function readTime(input: TimeInput, zone: string, pointer: string): Date {
  const instant = typeof input === 'string' ? new Date(input) : readLocal(input, zone, pointer);
  if (Number.isNaN(instant.getTime())) throw malformed(pointer, 'is not an instant');
  if (instant.getTime() < firstMs || instant.getTime() >= lastMs)
    throw malformed(pointer, 'is not between the years 1970 and 2999');
  return instant;
}

function readLocal(input: Exclude<TimeInput, string>, zone: string, pointer: string): Date {
  const timeZone = input.timeZone === undefined ? zone : readTimeZone(input.timeZone, `${pointer}/timeZone`);
  const reading = readLocalTime(input.local, timeZone);
  switch (reading.kind) {
    case 'instant':
      return new Date(reading.ms);
    case 'repeated':
      if (input.fold !== undefined)
        return new Date(input.fold === 'earlier' ? reading.earlierMs : reading.laterMs);
      throw malformed(
        `${pointer}/local`,
        `happens twice in ${timeZone} because the clocks go back; say fold: earlier (${showInstant(reading.earlierMs)}) or later (${showInstant(reading.laterMs)})`,
      );
    case 'skipped':
      throw malformed(
        `${pointer}/local`,
        `does not exist in ${timeZone} because the clocks go forward; did you mean ${reading.nextLocal}?`,
      );
    case 'noSuchDate':
      throw malformed(`${pointer}/local`, 'is not a date and time of the calendar');
  }
}

/** Later than `start`, or a refusal of the field. */
export function readEnd(
  input: TimeInput | null | undefined,
  start: Date,
  zone: string,
  pointer: string,
): Date | null {
  if (input === null || input === undefined) return null;
  const end = readTime(input, zone, pointer);
  if (end.getTime() <= start.getTime()) throw malformed(pointer, `is not after ${start.toISOString()}`);
  return end;
}

/** The zone's usual spelling. */
export function readTimeZone(name: string, pointer: string): string {
  const known = canonicalTimeZone(name);
  if (known === null) throw malformed(pointer, 'is not an IANA time zone, such as Europe/Berlin');
  return known;
}

function showInstant(ms: number): string {
  return new Date(ms).toISOString();
}
