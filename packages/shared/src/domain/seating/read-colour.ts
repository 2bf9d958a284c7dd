import type { PlanColour } from './plan.ts';

/** Colours given to categories that bring none; far apart also for red–green blindness. */
const palette = [
  '#0072B2',
  '#E69F00',
  '#009E73',
  '#CC79A7',
  '#56B4E9',
  '#D55E00',
  '#F0E442',
  '#6B6B6B',
] as const;

const hexPattern = /^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const wordPattern = /^[a-z]{3,20}$/i;
const rgbPattern =
  /^rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*(0|1|0?\.\d{1,4}|1\.0{1,4})\s*)?\)$/i;

/**
 * A colour that is safe to place in a style: #rgb, #rrggbb, #rrggbbaa or a single word; rgb() and rgba() become
 * hexadecimal. Anything else is null, for the text comes from a stranger's file.
 */
export function readColour(text: string): PlanColour | null {
  if (hexPattern.test(text) || wordPattern.test(text)) return text;
  const parts = rgbPattern.exec(text);
  if (parts === null) return null;
  const [, red = '', green = '', blue = '', alpha] = parts;
  const channels = [Number(red), Number(green), Number(blue)];
  if (channels.some((channel) => channel > 255)) return null;
  if (alpha !== undefined) channels.push(Math.round(Number(alpha) * 255));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

export function pickColour(index: number): PlanColour {
  return palette[index % palette.length] ?? palette[0];
}
