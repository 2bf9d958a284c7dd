import { Type } from 'typebox';
import { descriptionCharactersMax, nameCharactersMax } from '../domain/catalogue-limits.ts';

/** Half of a pair of UTF-16 is no character, and Postgres could keep neither that nor a NUL. */
const anyLines = '^[^\\u0000\\p{Cs}]*$';
const oneLine = '[^\\p{Cc}\\p{Cs}]*$';

/** One line that is not blank. */
export const Line = Type.String({
  minLength: 1,
  maxLength: nameCharactersMax,
  pattern: `^(?=.*\\S)${oneLine}`,
});
/** One line that may be empty. */
export const LineOrNothing = Type.String({ maxLength: nameCharactersMax, pattern: `^${oneLine}` });
export const LongText = Type.String({ maxLength: descriptionCharactersMax, pattern: anyLines });
/** Text of at most so many characters, lines and all. */
export const textUpTo = (charactersMax: number) =>
  Type.String({ maxLength: charactersMax, pattern: anyLines });
/** What a search looks for. */
export const SearchText = Type.String({ minLength: 1, maxLength: 100, pattern: anyLines });
/** ISO 3166-1 alpha-2. */
export const Country = Type.String({ pattern: '^[A-Z]{2}$' });
/** The same where a caller sends it: one that exists (domain/countries.ts). */
export const KnownCountry = Type.String({
  format: 'country',
  description: 'ISO 3166-1 alpha-2, in upper case.',
  examples: ['DE'],
});
/** An IANA zone, such as Europe/Berlin. */
export const TimeZone = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$' });
/** #rrggbb */
export const Colour = Type.String({ pattern: '^#[0-9A-Fa-f]{6}$' });
