import type { ForecastFacts } from './forecast.ts';

/** The same sequence for the same seed: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface PlayedSale {
  readonly drainSeconds: number;
  readonly soldOutAfterSeconds: number | null;
  readonly worstWaitSeconds: number;
  readonly medianWaitSeconds: number;
  readonly ticketsSold: number;
}

/** Somebody's shopping, or an order, or a turn that nobody takes, comes to its end. */
interface End {
  readonly at: number;
  readonly isOrderDue: boolean;
}

/**
 * The sale person by person: a turn takes a slot of the cap. Whoever shows up may take tickets, shops for half to one and a
 * half of the usual time, has the order finished by the next free pair, one order after the other, and leaves. After the
 * last ticket turns go on, so that the line is seen to its end.
 */
export function playSale(facts: ForecastFacts, random: () => number): PlayedSale {
  const { visitors, shopperCap, ratePerMinute, workerPairs, ticketsPerBuyer } = facts;
  const secondsPerOrder = workerPairs === null ? 0 : 60 / (workerPairs * facts.ordersPerMinutePerPair);
  const ends = new EndHeap();
  const turns: number[] = [];
  let [inside, left, lastSaleAt, workersFreeAt] = [0, facts.tickets, 0, 0];
  const settleFirst = (): number => {
    const { at, isOrderDue } = ends.takeFirst();
    if (isOrderDue) {
      workersFreeAt = Math.max(workersFreeAt, at) + secondsPerOrder;
      lastSaleAt = Math.max(lastSaleAt, workersFreeAt);
      ends.add({ at: workersFreeAt, isOrderDue: false });
    } else inside -= 1;
    return at;
  };
  for (let visitor = 1; visitor <= visitors; visitor += 1) {
    let at = (visitor / ratePerMinute) * 60;
    at = Math.max(at, turns.at(-1) ?? 0);
    while (ends.firstAt <= at) settleFirst();
    while (inside >= shopperCap) at = Math.max(at, settleFirst());
    turns.push(at);
    inside += 1;
    if (random() < facts.noShowShare) {
      ends.add({ at: at + facts.claimSeconds, isOrderDue: false });
      continue;
    }
    const leaves = at + (0.5 + random()) * facts.shoppingSeconds;
    const whole = Math.floor(ticketsPerBuyer);
    const wanted = whole + (random() < ticketsPerBuyer - whole ? 1 : 0);
    const taken = random() < facts.buyShare ? Math.min(left, wanted) : 0;
    left -= taken;
    ends.add({ at: leaves, isOrderDue: taken > 0 });
  }
  while (ends.firstAt < Infinity) settleFirst();
  const soldOutAfterSeconds = left === 0 ? lastSaleAt : null;
  const waits = turns.map((at) => Math.min(at, soldOutAfterSeconds ?? Infinity));
  return {
    drainSeconds: turns.at(-1) ?? 0,
    soldOutAfterSeconds,
    worstWaitSeconds: waits.at(-1) ?? 0,
    medianWaitSeconds: waits[Math.floor(waits.length / 2)] ?? 0,
    ticketsSold: facts.tickets - left,
  };
}

/** A binary heap, the earliest first. */
class EndHeap {
  readonly #ends: End[] = [];

  get firstAt(): number {
    return this.#ends[0]?.at ?? Infinity;
  }

  add(end: End): void {
    const ends = this.#ends;
    let at = ends.push(end) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = ends[parent] as End;
      if (above.at <= end.at) break;
      ends[at] = above;
      at = parent;
    }
    ends[at] = end;
  }

  takeFirst(): End {
    const ends = this.#ends;
    const first = ends[0];
    const last = ends.pop();
    if (first === undefined || last === undefined) throw new RangeError('nothing ends');
    if (ends.length === 0) return first;
    let at = 0;
    for (let child = 1; child < ends.length; child = 2 * at + 1) {
      const [one, other] = [ends[child] as End, ends[child + 1]];
      const least = other !== undefined && other.at < one.at ? other : one;
      if (least.at >= last.at) break;
      ends[at] = least;
      at = least === one ? child : child + 1;
    }
    ends[at] = last;
    return first;
  }
}
