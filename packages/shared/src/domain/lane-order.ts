export const lanesMax = 8;
/** So long the order may be before it repeats. */
export const laneWeightsSumMax = 100;

/**
 * Which lane each turn is of, as one digit a turn, over and over: smooth weighted round robin, as nginx has it. Each turn
 * every lane gains its weight; the lane that has gained most, of equals the first, takes it and pays the sum of all
 * weights. So shares are exact in every round, and spread evenly over it.
 * @param weights from lane 0; integers from 1, at most 100 together; else RangeError
 */
export function laneOrder(weights: readonly number[]): string {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (weights.length === 0 || weights.length > lanesMax)
    throw new RangeError(`no order of ${weights.length} lanes`);
  if (!weights.every((weight) => Number.isInteger(weight) && weight > 0) || sum > laneWeightsSumMax)
    throw new RangeError(`no weights of lanes: ${weights.join()}`);
  const gained = weights.map(() => 0);
  let order = '';
  do {
    for (const [lane, weight] of weights.entries()) gained[lane] = (gained[lane] ?? 0) + weight;
    const most = gained.indexOf(Math.max(...gained));
    gained[most] = (gained[most] ?? 0) - sum;
    order += most;
    // Where weights have a common divisor it repeats earlier.
  } while (gained.some((value) => value !== 0));
  return order;
}
