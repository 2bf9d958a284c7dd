import type { Random } from '@fairgate/rehearsal/crowd/seeded-random.ts';

/** A drop as its crowd meets it. Seconds are counted from the opening; before it they are negative. */
export interface PolledDrop {
  readonly visitors: number;
  /** Everybody joins within so long before the opening, evenly. */
  readonly joinSeconds: number;
  /** So long before the opening everybody has a rank. */
  readonly drawnBeforeSeconds: number;
  readonly ratePerMinute: number;
  readonly tickets: number;
  readonly ticketsPerTurn: number;
}

/**
 * Seconds until somebody asks again.
 * @param ahead turns that must come first, the time to the opening counted as turns
 * @param waiting how many wait in all
 */
export type PollRule = (ahead: number, waiting: number, random: Random) => number;

export interface PollCount {
  readonly perVisitor: number;
  /** Of the whole crowd, in the second in which most ask. */
  readonly busiestSecond: number;
}

/**
 * How often a crowd asks: each visitor once after joining and then by the rule, until the first question that finds the turn
 * come, or everything sold.
 */
export function pollCrowd(drop: PolledDrop, rule: PollRule, random: Random): PollCount {
  const { visitors, joinSeconds, drawnBeforeSeconds } = drop;
  const turnsPerSecond = drop.ratePerMinute / 60;
  const soldOutSeconds = drop.tickets / drop.ticketsPerTurn / turnsPerSecond;
  const ranks = shuffled(visitors, random);
  const asked = new Map<number, number>();
  let questions = 0;
  for (const rank of ranks) {
    const endSeconds = Math.min(soldOutSeconds, (rank + 1) / turnsPerSecond);
    let now = -joinSeconds * random();
    for (;;) {
      questions += 1;
      const second = Math.floor(now);
      asked.set(second, (asked.get(second) ?? 0) + 1);
      if (now >= endSeconds) break;
      const known = now >= -drawnBeforeSeconds ? rank + 1 - Math.max(0, now) * turnsPerSecond : 0;
      const joined = visitors * Math.min(1, (now + joinSeconds) / joinSeconds);
      const waiting = Math.max(0, joined - Math.max(0, now) * turnsPerSecond);
      now += rule(known + Math.max(0, -now) * turnsPerSecond, waiting, random);
    }
  }
  // Not spread into Math.max: there are more seconds than arguments in a long sale.
  const busiestSecond = [...asked.values()].reduce((most, count) => Math.max(most, count), 0);
  return { perVisitor: questions / visitors, busiestSecond };
}

/** 0 … count − 1 in an order that follows from the random numbers (Fisher and Yates). */
function shuffled(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}
