import { type Static, Type } from 'typebox';
import { localTimePattern } from '../domain/local-time.ts';
import { Instant } from './common.ts';
import { closed } from './edits.ts';
import { TimeZone } from './text.ts';

/**
 * A time by the clock on the wall. `timeZone` is the event's unless it is given. A time that the clocks skip is refused;
 * one that they repeat is refused too, unless `fold` says which of the two is meant.
 */
export const LocalTime = Type.Object(
  {
    local: Type.String({ pattern: localTimePattern, examples: ['2030-05-17T20:00'] }),
    timeZone: Type.Optional(TimeZone),
    fold: Type.Optional(Type.Enum(['earlier', 'later'])),
  },
  closed,
);

/** An instant in UTC, or a local time. */
export const TimeInput = Type.Union([Instant, LocalTime]);
export type TimeInput = Static<typeof TimeInput>;
