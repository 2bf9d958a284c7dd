/**
 * Where a place stands before and after the draw of its drop. Pure. An entry's `rank` is null until its place is known;
 * `number` counts the people of its lane in the order of joining, from 0.
 */

/** Some seconds apart at most, and so many a second: the crowd that waits for one draw does not ask for it at once. */
const spreadSecondsMax = 8;
const asksPerSecond = 500;

/**
 * What there is to say of a place: 'line' without a lobby, or once the sale is open and drawn; 'lobby' until the seal;
 * 'sealed' from then to the draw; 'behind' for who joined after the seal; 'drawn' until the opening; 'finishing' while
 * the sale is open and the draw is not done.
 * @param lobby people of the lane at the seal; null while that is not known
 */
export function stageOf(status, { number, rank }, lobby) {
  if (status.draw === 'none' || (status.draw === 'drawn' && rank !== null && status.phase !== 'lobby'))
    return 'line';
  if (status.phase === 'open') return 'finishing';
  if (lobby !== null && number >= lobby) return 'behind';
  if (rank !== null) return status.draw === 'drawn' ? 'drawn' : 'behind';
  return status.draw === 'scheduled' ? 'lobby' : 'sealed';
}

/** Whether the draw gave this place a rank that it has to ask for. */
export function isRankWaiting({ draw }, { rank }) {
  return draw === 'drawn' && rank === null;
}

/** Who joined after the seal stands behind the lobby: that place is known before the draw. */
export function withRank(entry, lobby) {
  if (entry.rank !== null || lobby === null || entry.number < lobby) return entry;
  return { ...entry, rank: entry.number + 1 };
}

/** How long to wait before asking for one's rank. Seconds. @param random in [0, 1) */
export function rankDelaySeconds(joined, random) {
  return Math.min(spreadSecondsMax, joined / asksPerSecond) * random;
}
