/** Packs values as runs: [how many, value, how many, value, …]. */
export function packIndexRuns(values: Iterable<number>): number[] {
  const runs: number[] = [];
  let count = 0;
  let current = 0;
  for (const value of values) {
    if (count > 0 && value !== current) {
      runs.push(count, current);
      count = 0;
    }
    current = value;
    count += 1;
  }
  if (count > 0) runs.push(count, current);
  return runs;
}

/** The values again. Throws a RangeError when the runs are not pairs of a count and a value. */
export function unpackIndexRuns(runs: readonly number[]): number[] {
  const values: number[] = [];
  for (let at = 0; at < runs.length; at += 2) {
    const [count, value] = [runs[at], runs[at + 1]];
    if (count === undefined || value === undefined || count < 1) throw new RangeError(`no run at ${at}`);
    for (let n = 0; n < count; n += 1) values.push(value);
  }
  return values;
}
