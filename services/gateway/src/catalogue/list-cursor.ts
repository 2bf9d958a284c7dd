import { malformed } from './malformed.ts';

/** What a cursor may hold. `micros`: microseconds since 1970, as Postgres keeps them; `word`: an id of whatever form. */
type PartKind = 'uuid' | 'whole' | 'micros' | 'day' | 'word';

const patterns: Record<PartKind, RegExp> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  whole: /^\d{1,9}$/,
  micros: /^-?\d{1,17}$/,
  day: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  word: /^[\w-]{1,255}$/,
};

export interface ListCursor {
  readonly write: (parts: readonly (string | number)[]) => string;
  /** The parts of the cursor of the page before; null for the first page. A cursor of another list is malformed. */
  readonly read: (after: string | undefined) => readonly string[] | null;
}

/** Positions in one list: the sort key of the last row shown, so that rows made meanwhile shift nothing. */
export function listCursor(list: string, kinds: readonly PartKind[]): ListCursor {
  return {
    write: (parts) => Buffer.from([list, ...parts].join(' ')).toString('base64url'),
    read(after) {
      if (after === undefined) return null;
      const [name, ...parts] = Buffer.from(after, 'base64url').toString('utf8').split(' ');
      const fits =
        name === list &&
        parts.length === kinds.length &&
        kinds.every((kind, index) => patterns[kind].test(parts[index] ?? ''));
      if (!fits) throw malformed('querystring/after', 'is not a cursor of this list');
      return parts;
    },
  };
}

export interface ListPage<Item> {
  items: Item[];
  next: string | null;
}

/** A page from one row more than it shows: whether that row is there says whether another page follows. */
export function listPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorAt: (row: Row) => string,
  show: (row: Row) => Item,
): ListPage<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(show),
    next: rows.length > limit && last !== undefined ? cursorAt(last) : null,
  };
}
