import type { DrawFacts } from '@fairgate/shared/contracts/draws.ts';

type Told<T, K extends keyof T> = T & { readonly [P in K]: NonNullable<T[P]> };

/** What every draw tells once it is drawn; the lanes are beside it with their counts. */
const toldByDraw = [
  'sealedAt',
  'root',
  'rootKeyId',
  'rootSignature',
  'rootedAt',
  'seed',
  'proof',
  'drawnAt',
] as const;

export type DrawnFacts = Told<DrawFacts, (typeof toldByDraw)[number]> & {
  /** People per lane, from 0. */
  readonly lobby: readonly number[];
};

/** The facts of a draw that is drawn, or the names of what they lack. */
export function drawnFacts(facts: DrawFacts): DrawnFacts | readonly string[] {
  const missing: string[] = toldByDraw.filter((name) => facts[name] === null);
  const lobby = facts.lanes.map((lane) => lane.lobby);
  if (!isFull(lobby)) missing.push('how many people each lane had');
  if (facts.lanes.length === 0 || facts.lanes.some(({ lane }, at) => lane !== at))
    missing.push('every lane in turn');
  if (missing.length > 0 || !isFull(lobby)) return missing;
  return { ...(facts as Told<DrawFacts, (typeof toldByDraw)[number]>), lobby };
}

function isFull(lobby: readonly (number | null)[]): lobby is readonly number[] {
  return !lobby.includes(null);
}

export function peopleOf(lobby: readonly number[]): number {
  return lobby.reduce((sum, people) => sum + people, 0);
}
