import type { Measure } from './figure.ts';
import { measureCap } from './figures/cap.ts';
import { measureCrowd } from './figures/crowd.ts';
import { measureDraw } from './figures/draw.ts';
import { measureEntries } from './figures/entries.ts';
import { measureFreedSlot } from './figures/freed-slot.ts';
import { measureJoin } from './figures/join.ts';
import { measureNoShow } from './figures/no-show.ts';
import { measurePolls } from './figures/polls.ts';
import { measureStatus } from './figures/status.ts';
import { measureWaitError } from './figures/wait-error.ts';

/** Every figure of the waiting room, in the order in which they are measured. */
export const figures = {
  entries: { what: 'what a million entries cost in Redis', measure: measureEntries },
  draw: { what: 'seal, root, draw and recomputing of a lobby of a million', measure: measureDraw },
  join: { what: 'joins a second of one gateway, beside a bare route', measure: measureJoin },
  status: { what: 'status documents a second, and what they cost Redis', measure: measureStatus },
  polls: { what: 'questions per visitor by the advice, by simulation', measure: measurePolls },
  cap: { what: 'whether twenty that move one line keep its bounds', measure: measureCap },
  'no-show': { what: 'how soon the rate is kept when 30 % never come', measure: measureNoShow },
  'freed-slot': { what: 'how soon a slot that ends is the next turn', measure: measureFreedSlot },
  'wait-error': { what: 'how far shown waits are from real ones', measure: measureWaitError },
  crowd: { what: 'a crowd that waits: errors, and the time of an answer', measure: measureCrowd },
} as const satisfies Record<string, { readonly what: string; readonly measure: Measure }>;

export type FigureName = keyof typeof figures;

export const figureNames = Object.keys(figures) as readonly FigureName[];
