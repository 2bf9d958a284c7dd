/** What a figure is to reach: its value, or the ratio of its value to its floor's. */
export interface Aim {
  readonly of: 'value' | 'ratio';
  readonly is: 'atMost' | 'atLeast';
  readonly bound: number;
}

/** The least that the same thing costs on this machine, or the most that it can give, measured in the same run. */
export interface Floor {
  readonly what: string;
  readonly value: number;
}

/** One measured number. */
export interface Reading {
  /** Of the figure, and what of it: `draw.write`. */
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  readonly floor: Floor | null;
  /** The ratio when it is not value to floor: the median of the rounds' ratios. */
  readonly ratio?: number;
  /** null: shown, and not judged. */
  readonly aim: Aim | null;
}

export type Scale = 'full' | 'small';

/** Under what a figure is measured. */
export interface Conditions {
  readonly scale: Scale;
  readonly signal: AbortSignal;
  /** One sentence of progress. */
  readonly say: (sentence: string) => void;
}

export type Measure = (conditions: Conditions) => Promise<readonly Reading[]>;

export interface JudgedReading extends Reading {
  readonly figure: string;
  /** null: there is no floor. */
  readonly ratioToFloor: number | null;
  /** null: nothing is aimed at. */
  readonly isMet: boolean | null;
}

export function judge(figure: string, reading: Reading): JudgedReading {
  const { floor, value, aim } = reading;
  const ratioToFloor = floor === null ? null : (reading.ratio ?? value / floor.value);
  return { ...reading, figure, ratioToFloor, isMet: aim === null ? null : meets(aim, value, ratioToFloor) };
}

function meets({ of, is, bound }: Aim, value: number, ratio: number | null): boolean {
  const judged = of === 'value' ? value : ratio;
  // What could not be measured is not met.
  if (judged === null || !Number.isFinite(judged)) return false;
  return is === 'atMost' ? judged <= bound : judged >= bound;
}
