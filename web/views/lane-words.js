import { count, counted } from '../words.js';

const nameOf = (lanes, lane) => lanes?.find((one) => one.lane === lane)?.name ?? null;

/** What the part with the code says. */
export const codeWords = {
  open: 'I have a code',
  field: 'Your code',
  note: 'Capital or small letters, spaces and hyphens do not matter. The code gives you a place in its lane, instead of the one you have now.',
  use: 'Use the code',
  busy: 'Asking for the place …',
  empty: 'Type the code that you were given.',
  misspelt: 'A code has 6 to 40 letters and digits. Look at it again.',
  kept: (lanes, lane) => {
    const name = nameOf(lanes, lane);
    return name === null ? 'You keep the place you have.' : `You keep your place in the lane ${name}.`;
  },
  atDoor: 'You bring a code. It is filled in for you in the line: join first, and use it there.',
};

/** Where this place is, when that is not the general lane; else null. */
export function laneWords(lanes, lane) {
  const own = lanes?.find((one) => one.lane === lane);
  if (lane === 0 || own === undefined) return null;
  return `You are in the lane ${own.name}. ${Math.round(own.sharePercent)} % of all turns are its while others wait too.`;
}

/**
 * 'Of every 4 turns, 1 is for the lane Fan club (with a code, 200 places at most).' Null where there is one lane.
 * @param order which lane each turn is of, one digit a turn, over and over
 */
export function shareWords({ lanes, order }) {
  if (lanes.length < 2) return null;
  const shares = lanes.slice(1).map(({ lane, name, places }, at) => {
    const turns = [...order].filter((digit) => Number(digit) === lane).length;
    const most = places === null ? '' : `, ${counted(places, 'place')} at most`;
    const verb = at > 0 ? '' : turns === 1 ? 'is ' : 'are ';
    return `${count(turns)} ${verb}for the lane ${name} (with a code${most})`;
  });
  const listed = shares.length === 1 ? shares[0] : `${shares.slice(0, -1).join(', ')} and ${shares.at(-1)}`;
  return `Of every ${counted(order.length, 'turn')}, ${listed}.`;
}
