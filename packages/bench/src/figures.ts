import type { Measure } from './figure.ts';
import { measureJoin } from './figures/join.ts';
import { measureStatus } from './figures/status.ts';

/** Every figure of the waiting room, in the order in which they are measured. */
export const figures = {
  join: { what: 'joins a second of one gateway, beside a bare route', measure: measureJoin },
  status: { what: 'status documents a second, and what they cost Redis', measure: measureStatus },
} as const satisfies Record<string, { readonly what: string; readonly measure: Measure }>;

export type FigureName = keyof typeof figures;

export const figureNames = Object.keys(figures) as readonly FigureName[];
