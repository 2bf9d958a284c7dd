/** Durations in milliseconds of one kind of thing. */
export interface Latencies {
  readonly add: (ms: number) => void;
  readonly count: () => number;
  /** The value below which the share of all lies, by the nearest rank; null when there is none. */
  readonly quantile: (share: number) => number | null;
}

export function collectLatencies(): Latencies {
  const values: number[] = [];
  let sorted = true;
  return {
    add(ms) {
      values.push(ms);
      sorted = false;
    },
    count: () => values.length,
    quantile(share) {
      if (!sorted) values.sort((a, b) => a - b);
      sorted = true;
      const value = values[Math.max(0, Math.ceil(share * values.length) - 1)];
      return value === undefined ? null : Math.round(value * 10) / 10;
    },
  };
}
