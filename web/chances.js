/**
 * How likely it is that tickets of a price are left when one's turn comes, from how many each turn has taken so far. Pure.
 */

/** Before so many turns were served they say nothing about those that follow. */
const turnsMin = 20;
/** Turns take none or several, so that their sum varies more than if each took one or none. */
const dispersion = 2;

/**
 * The share of the cases, 0 to 1, in which at least one ticket of the category is left then; null while nobody can say.
 * Tickets in other hands count as gone: they come back or not.
 * @param ahead people who come in before, in all lanes together @param served turns so far, in all lanes together
 */
export function chanceOf({ free, held, sold }, ahead, served) {
  if (free + held === 0) return 0;
  if (served < turnsMin) return null;
  const perTurn = (held + sold) / served;
  const expected = ahead * perTurn;
  if (expected === 0) return free > 0 ? 1 : null;
  return normalBelow((free - 0.5 - expected) / Math.sqrt(dispersion * expected));
}

/** People before this place in all lanes: while all lanes move, each by its share. */
export function aheadInAll(ahead, sharePercent) {
  return Math.round((ahead * 100) / Math.max(1, sharePercent));
}

/** @param chance from chanceOf */
export function chanceWords(chance) {
  if (chance === null) return null;
  if (chance >= 0.9) return 'very likely there when your turn comes';
  if (chance >= 0.6) return 'probably there when your turn comes';
  if (chance >= 0.3) return 'may be gone when your turn comes';
  return chance > 0 ? 'probably gone when your turn comes' : null;
}

/** The standard normal distribution function (Abramowitz and Stegun 1964, 26.2.17; error below 1e-7). */
function normalBelow(x) {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail =
    (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}
