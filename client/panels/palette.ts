import type { Panel } from '../../wire/board';
import { numberOption } from './options';

/** The theme's line colours, `--c1` to `--c8`, in the order in which series take them. */
export const PALETTE_SIZE = 8;

export function lineColour(index: number): string {
  return `var(--c${(index % PALETTE_SIZE) + 1})`;
}

/**
 * The colour of a panel with one line: `options.color` (1-8), else one that its id decides, so that neighbours differ
 * and a panel keeps its own wherever it stands.
 */
export function seriesColour(panel: Panel): string {
  const chosen = numberOption(panel.options, 'color');
  return lineColour(chosen === undefined ? hash(panel.id) % 4 : Math.max(0, Math.round(chosen) - 1));
}

function hash(text: string): number {
  let value = 0;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
