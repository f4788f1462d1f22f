import type { ValuePart } from '../../../i18n/format/format-options';

/** The text of a value within the arc. Sizes are in units of the drawing. */
export interface GaugeFigure {
  readonly parts: readonly ValuePart[];
  readonly fontSize: number;
  readonly unitFontSize: number;
  /** A unit that is too long to follow the value, shown below it. */
  readonly below?: string;
}

const MAX_FONT_SIZE = 34;

/** The width between the inner ends of the arc. */
const MAX_WIDTH = 138;

/**
 * The width of an average character, as a fraction of the font size; the font size of a unit, as a fraction of that of
 * the value.
 */
const CHARACTER_WIDTH = 0.58;
const UNIT_SCALE = 0.47;

/** Longer units are shown below the value, and cut if they are even longer. */
const MAX_UNIT_LENGTH_BESIDE = 6;
const MAX_UNIT_LENGTH_BELOW = 26;

/** Returns the text as large as fits between the ends of the arc. */
export function gaugeFigure(parts: readonly ValuePart[]): GaugeFigure {
  const isBelow = parts.length === 1 && parts.some(({ unit }) => unit.length > MAX_UNIT_LENGTH_BESIDE);
  const shown = isBelow ? parts.map(({ text }) => ({ text, unit: '' })) : parts;
  const width =
    shown.reduce((sum, { text, unit }) => sum + text.length + unit.length * UNIT_SCALE, 0) * CHARACTER_WIDTH;
  const fontSize = Math.min(MAX_FONT_SIZE, Math.floor(MAX_WIDTH / width));
  const figure = { parts: shown, fontSize, unitFontSize: fontSize * UNIT_SCALE };
  return isBelow ? { ...figure, below: truncate(parts[0]?.unit ?? '') } : figure;
}

function truncate(text: string): string {
  return text.length > MAX_UNIT_LENGTH_BELOW ? `${text.slice(0, MAX_UNIT_LENGTH_BELOW - 1)}…` : text;
}
