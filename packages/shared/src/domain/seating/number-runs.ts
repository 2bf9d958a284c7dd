/** Lossless shapes for long rows of integers that are regular: what is regular becomes 0 or one run. */

/** [value, count, value, count, …] */
export function packRuns(values: Iterable<number>): number[] {
  const runs: number[] = [];
  for (const value of values) {
    const last = runs.length - 2;
    if (last >= 0 && runs[last] === value) runs[last + 1] = (runs[last + 1] ?? 0) + 1;
    else runs.push(value, 1);
  }
  return runs;
}

export function unpackRuns(runs: readonly number[], length: number): Int32Array {
  const values = new Int32Array(length);
  let at = 0;
  for (let index = 0; index + 1 < runs.length; index += 2) {
    const count = runs[index + 1] ?? 0;
    if (!(count > 0) || at + count > length) throw new RangeError('runs are longer than their length');
    values.fill(runs[index] ?? 0, at, at + count);
    at += count;
  }
  if (at !== length) throw new RangeError('runs are shorter than their length');
  return values;
}

/** How each value differs from the one before; the first from `before`. */
export function packSteps(values: Iterable<number>, before = 0): number[] {
  const steps: number[] = [];
  let previous = before;
  for (const value of values) {
    steps.push(value - previous);
    previous = value;
  }
  return steps;
}

export function unpackSteps(steps: ArrayLike<number>, before = 0): Int32Array {
  const values = new Int32Array(steps.length);
  let value = before;
  for (let index = 0; index < steps.length; index += 1) {
    value += steps[index] ?? 0;
    values[index] = value;
  }
  return values;
}
