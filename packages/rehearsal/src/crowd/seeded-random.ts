/** Numbers in [0, 1) that follow from a seed. */
export type Random = () => number;

/**
 * A stream of its own for each (seed, stream), so that what one fan draws changes nothing for another.
 * Mulberry32 (Tommy Ettinger), seeded through MurmurHash3's finalizer: good enough to deal out behaviour.
 */
export function seededRandom(seed: number, stream: number): Random {
  let state = mix(Math.imul(seed, 0x9e3779b1) ^ mix(stream + 1));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** One of the keys, each as likely as its share of all weights. */
export function pickWeighted<K extends string>(weights: Readonly<Record<K, number>>, random: Random): K {
  const entries = Object.entries<number>(weights) as [K, number][];
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  const [last] = entries.at(-1) ?? [];
  if (last === undefined) throw new Error('there is nothing to pick from');
  return last;
}

/**
 * A rank in [0, count) by Zipf's law with exponent 1: the k-th most popular is chosen in proportion to 1/k. By the
 * inverse of the continuous distribution, which is off by a little for the first ranks.
 */
export function zipfRank(count: number, random: Random): number {
  return Math.min(count - 1, Math.floor((count + 1) ** random()) - 1);
}
