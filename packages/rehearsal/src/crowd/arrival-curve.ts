import type { Random } from './seeded-random.ts';

/** When the fans of a crowd come, in seconds from the opening; negative: into the lobby. */
export type ArrivalCurve =
  /** Two of three wait before the doors open, the others come within seconds after. */
  | { readonly kind: 'burst' }
  /** Evenly over a minute from the opening. */
  | { readonly kind: 'ramp' }
  /** So many in the second that begins there. */
  | {
      readonly kind: 'counts';
      readonly rows: readonly { readonly second: number; readonly count: number }[];
    };

const burstEarlyShare = 0.65;
const burstMeanSeconds = 4;
const burstSecondsMax = 30;
const rampSeconds = 60;
const rowsMax = 100_000;

/**
 * A moment for each fan, in the order of the fans.
 * @param lobbySeconds how long before the opening one can join; nobody comes earlier
 */
export function arrivals(
  curve: ArrivalCurve,
  fans: number,
  lobbySeconds: number,
  randomOf: (fan: number) => Random,
): number[] {
  if (curve.kind === 'counts') return dealtOut(curve.rows, fans, lobbySeconds, randomOf);
  return Array.from({ length: fans }, (_, fan) => {
    const random = randomOf(fan);
    if (curve.kind === 'ramp') return random() * rampSeconds;
    // More and more towards the opening: the density grows linearly.
    if (random() < burstEarlyShare) return -lobbySeconds * (1 - Math.sqrt(random()));
    return Math.min(burstSecondsMax, -Math.log(1 - random()) * burstMeanSeconds);
  });
}

/** The rows give the shape; the fans are dealt out in proportion, however many the rows count. */
function dealtOut(
  rows: readonly { readonly second: number; readonly count: number }[],
  fans: number,
  lobbySeconds: number,
  randomOf: (fan: number) => Random,
): number[] {
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  let row = 0;
  let passed = rows[0]?.count ?? 0;
  return Array.from({ length: fans }, (_, fan) => {
    const place = ((fan + 0.5) / fans) * total;
    while (place >= passed && row < rows.length - 1) {
      row += 1;
      passed += rows[row]?.count ?? 0;
    }
    return Math.max(-lobbySeconds, (rows[row]?.second ?? 0) + randomOf(fan)());
  });
}

/** Lines of `second,count`; a first line of words is a heading. Throws an Error that names the faulty line. */
export function parseArrivalCsv(text: string): ArrivalCurve {
  const rows: { second: number; count: number }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || (index === 0 && /^\s*[a-z]/i.test(line))) continue;
    const match = /^\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(\d+)\s*$/.exec(line);
    if (match === null) throw new Error(`line ${index + 1} is not second,count: ${line.slice(0, 40)}`);
    rows.push({ second: Number(match[1]), count: Number(match[2]) });
    if (rows.length > rowsMax) throw new Error(`more than ${rowsMax} lines`);
  }
  if (rows.every((row) => row.count === 0)) throw new Error('nobody comes: no line has a count above 0');
  return { kind: 'counts', rows: rows.sort((a, b) => a.second - b.second) };
}
