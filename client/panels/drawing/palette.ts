import type { Panel } from '../../../wire/schemas/board';
import { numberOption } from '../options/panel-option-values';

/** The theme's colors for series, `--c1` to `--c8`, are used in this order. */
export const PALETTE_SIZE = 8;

export function lineColor(index: number): string {
  return `var(--c${(index % PALETTE_SIZE) + 1})`;
}

/**
 * The shapes of the marks of series, as SVG paths around 0,0 within a circle of radius 5. They distinguish series
 * without colors. There are as many as colors, in the same order.
 */
export const MARKS = [
  'M4.2 0A4.2 4.2 0 1 1-4.2 0A4.2 4.2 0 1 1 4.2 0Z',
  'M0-5L5 0L0 5L-5 0Z',
  'M-3.7-3.7H3.7V3.7H-3.7Z',
  'M0-4.6L4.6 3.6H-4.6Z',
  'M0 4.6L-4.6-3.6H4.6Z',
  'M-1.6-4.8H1.6V-1.6H4.8V1.6H1.6V4.8H-1.6V1.6H-4.8V-1.6H-1.6Z',
  'M0-4.9L4.7-1.5L2.9 4H-2.9L-4.7-1.5Z',
  'M-4.9 0L-2.4-4.2H2.4L4.9 0L2.4 4.2H-2.4Z',
] as const;

export function markPathOf(index: number): string {
  return MARKS[index % MARKS.length] ?? MARKS[0];
}

/**
 * Returns the color of a panel with one series: `options.color` (1-8), or one that depends on the panel's id, so that
 * neighbors differ and a panel keeps its color when it moves.
 */
export function panelColor(panel: Panel): string {
  const chosen = numberOption(panel.options, 'color');
  return lineColor(chosen === undefined ? hash(panel.id) % 4 : Math.max(0, Math.round(chosen) - 1));
}

function hash(text: string): number {
  let value = 0;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
