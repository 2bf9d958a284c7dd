/** When a new place in a line costs its device some work, and how much. */

export const proofModes = ['off', 'underPressure', 'always'] as const;
export type ProofMode = (typeof proofModes)[number];

/**
 * A drop is under pressure while more than so many asked for a new place in it within about ten seconds, with a proof or
 * without, all gateways together: twenty a second. A crowd of people is that too, for the moments in which it comes.
 */
export const unprovenAsksMax = 200;

/** PBKDF2 iterations of one try: 0.2 ms of a server's core, up to 4 ms of a phone that has no instructions for SHA-256. */
export const proofIterations = 1_000;
/** A solution is found after half of the tries on average, and never later than after all: two seconds of that phone … */
export const proofTriesMin = 500;
/** … and ten, however many ask. A gateway makes each challenge by one try of its own. */
export const proofTriesMax = 2_500;

/** A challenge is good for this long. */
export const proofSeconds = 300;

/** How many may ask within ten seconds before a proof is asked for; null: it never is. */
export function unprovenAsksOf(mode: ProofMode): number | null {
  if (mode === 'off') return null;
  return mode === 'always' ? 0 : unprovenAsksMax;
}

/** Grows with the pressure, from its threshold on. @param asked within about ten seconds */
export function proofTries(asked: number): number {
  const wanted = Math.round((proofTriesMin * asked) / unprovenAsksMax);
  return Math.min(proofTriesMax, Math.max(proofTriesMin, wanted));
}
