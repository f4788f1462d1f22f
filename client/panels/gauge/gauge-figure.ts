import type { ValuePart } from '../../i18n/format/format-options';

/** How a value is set within the arc; sizes are those of the drawing. */
export interface GaugeFigure {
  readonly parts: readonly ValuePart[];
  readonly size: number;
  readonly unitSize: number;
  /** A unit that is too long to stand behind the figures. */
  readonly below?: string;
}

const LARGEST = 34;

/** Between the inner ends of the arc. */
const ROOM = 138;

/** The width of a usual character, as a part of the size of its font; a unit has a smaller one, as a part of the figures'. */
const CHARACTER = 0.58;
const UNIT_SIZE = 0.47;

/** Longer units stand below, and are cut. */
const LONGEST_BESIDE = 6;
const LONGEST_BELOW = 26;

/** As large as fits between the ends of the arc. */
export function gaugeFigure(parts: readonly ValuePart[]): GaugeFigure {
  const isBelow = parts.length === 1 && parts.some(({ unit }) => unit.length > LONGEST_BESIDE);
  const shown = isBelow ? parts.map(({ text }) => ({ text, unit: '' })) : parts;
  const width = shown.reduce((sum, { text, unit }) => sum + text.length + unit.length * UNIT_SIZE, 0) * CHARACTER;
  const size = Math.min(LARGEST, Math.floor(ROOM / width));
  const figure = { parts: shown, size, unitSize: size * UNIT_SIZE };
  return isBelow ? { ...figure, below: cut(parts[0]?.unit ?? '') } : figure;
}

function cut(text: string): string {
  return text.length > LONGEST_BELOW ? `${text.slice(0, LONGEST_BELOW - 1)}…` : text;
}
