/**
 * Local wall-clock times and the instants they name. Offsets come from the runtime's own IANA data (Intl).
 * Twice a year a zone may skip an hour, so that a local time names no instant, or repeat one, so that it names two.
 */
export type LocalTimeReading =
  | { readonly kind: 'instant'; readonly ms: number }
  /** Skipped. `nextLocal` is the same time by the clock as it was before the change, shown as it is after it. */
  | { readonly kind: 'skipped'; readonly nextLocal: string }
  | { readonly kind: 'repeated'; readonly earlierMs: number; readonly laterMs: number }
  | { readonly kind: 'noSuchDate' };

/** `YYYY-MM-DDTHH:MM` or with seconds, years 1900 to 2999. */
export const localTimePattern = '^(19|2\\d)\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d)?$';

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();
/** Far more than there are zones: a bound, not a budget. */
const formatsMax = 1_000;

/** The zone's usual spelling, or null when there is no such IANA zone. Bare offsets such as +01:00 are not zones. */
export function canonicalTimeZone(name: string): string | null {
  if (!/^[A-Za-z]/.test(name) || name.length > 64) return null;
  try {
    const resolved = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    // An alias stays as it was written: the runtime may call Asia/Kolkata by its older name.
    return resolved.toLowerCase() === name.toLowerCase() ? resolved : name;
  } catch {
    return null;
  }
}

/** What `local` means in `timeZone`, which must be a zone that `canonicalTimeZone` knows. */
export function readLocalTime(local: string, timeZone: string): LocalTimeReading {
  const text = local.length === 16 ? `${local}:00` : local;
  const asIfUtcMs = Date.parse(`${text}Z`);
  if (Number.isNaN(asIfUtcMs) || showUtc(asIfUtcMs) !== text) return { kind: 'noSuchDate' };
  // Any change of the clock that could matter lies within a day, whatever the offset is.
  const before = offsetMs(asIfUtcMs - dayMs, timeZone);
  const after = offsetMs(asIfUtcMs + dayMs, timeZone);
  const instants = [...new Set([before, after])]
    .map((offset) => asIfUtcMs - offset)
    .filter((ms) => ms + offsetMs(ms, timeZone) === asIfUtcMs)
    .sort((a, b) => a - b);
  const [first, second] = instants;
  if (first === undefined) return { kind: 'skipped', nextLocal: showLocalTime(asIfUtcMs - before, timeZone) };
  if (second === undefined) return { kind: 'instant', ms: first };
  return { kind: 'repeated', earlierMs: first, laterMs: second };
}

/** The wall clock of a zone at an instant: `YYYY-MM-DDTHH:MM:SS`. */
export function showLocalTime(ms: number, timeZone: string): string {
  return showUtc(ms + offsetMs(ms, timeZone));
}

/** Local time minus UTC at an instant. */
function offsetMs(ms: number, timeZone: string): number {
  const wholeMs = Math.floor(ms / 1000) * 1000;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(wholeMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeMs;
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  if (formats.size >= formatsMax) formats.clear();
  formats.set(timeZone, made);
  return made;
}

function showUtc(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
