/**
 * Gives names to statements that come again and again, so that each connection has Postgres parse and plan them once:
 * planning the reads of a purchase takes ten times as long as running them. Texts that are seldom seen, such as an insert
 * of this many rows, stay unnamed, because a named one is kept by every connection to its end.
 */
export function nameStatements(limits: {
  /** A text is named when it comes for this time. */
  readonly namedFrom: number;
  readonly namesMax: number;
  /** Unnamed texts that are counted; the one counted longest ago is forgotten first. */
  readonly countedMax: number;
}): (statement: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= limits.namesMax) return '';
    const count = (counts.get(sql) ?? 0) + 1;
    counts.delete(sql);
    if (count >= limits.namedFrom) {
      const name = `s${names.size + 1}`;
      names.set(sql, name);
      return name;
    }
    counts.set(sql, count);
    const [oldest] = counts.keys();
    if (counts.size > limits.countedMax && oldest !== undefined) counts.delete(oldest);
    return '';
  };
}
