import type { Query } from '../../../../wire/schemas/board';
import type { Frame, Others } from '../../../../wire/schemas/frame';
import { formatNumber } from '../../../i18n/format/format-number';
import { formatValue } from '../../../i18n/format/format-value';
import { plural } from '../../../i18n/plural';
import { namedValuesOf, type NamedValue } from '../../data/named-values';
import { formatOf, numberOption, type PanelOptions } from '../../options/panel-option-values';
import { PALETTE_SIZE } from '../../drawing/palette';

export interface Slice {
  readonly key: string;
  readonly label: string;
  readonly text: string;
  /** The share as text: `12 %`, `under 1 %`. */
  readonly percent: string;
  /** Where the slice starts and ends, 0 to 1 of the circle. */
  readonly from: number;
  readonly to: number;
  /** The index in the palette; undefined for all others together. */
  readonly slot?: number;
}

export interface Pie {
  readonly slices: readonly Slice[];
  readonly total: string;
  /** What the circle cannot show. */
  readonly warning?: string;
}

const DEFAULT_LIMIT = 6;
const OTHERS = 'others';

/** Between numbers and their unit (SI). */
const NARROW_SPACE = '\u202f';

const byValue = (a: NamedValue, b: NamedValue): number => b.value - a.value || (a.label < b.label ? -1 : 1);

/**
 * Returns the slices of a pie, the largest first. Those beyond `limit` (default 6, at most 8) become one slice.
 * Negative values have no share: they are left out and counted. Options: `unit`, `decimals`, `limit`, `style: 'donut' |
 * 'pie'`.
 */
export function readPie(frame: Frame, query: Query | undefined, options: PanelOptions): Pie {
  const values = namedValuesOf(frame, query);
  const shown = values.filter(({ value }) => value > 0).toSorted(byValue);
  const parts = withOthers(shown, limitOf(options), frame.others);
  const whole = sum(parts);
  // The sum of very large values is infinite; their shares are not.
  const largest = Math.max(0, ...parts.map(({ value }) => value));
  const shares = sum(parts.map((part) => ({ value: part.value / largest })));
  const format = ({ value, unit }: Pick<NamedValue, 'value' | 'unit'>): string =>
    formatValue(value, formatOf(options, query, unit));
  const slices: Slice[] = [];
  let from = 0;
  for (const [slot, part] of parts.entries()) {
    const { key, label, value } = part;
    const share = value / largest / shares;
    const to = Math.min(1, from + share);
    const own = { key, label, text: format(part), percent: percentOf(share), from, to };
    slices.push(key === OTHERS ? own : { ...own, slot });
    from = to;
  }
  const total = format({ value: Math.min(whole, Number.MAX_VALUE), unit: unitOf(shown) });
  return { slices, total, warning: warningOf(values, frame.others, parts.length) };
}

/** Limited by the number of colors, so that slices can be distinguished. */
function limitOf(options: PanelOptions): number {
  return Math.min(PALETTE_SIZE, Math.max(1, Math.round(numberOption(options, 'limit') ?? DEFAULT_LIMIT)));
}

/**
 * Combines small parts into "others". A single small part keeps its name, if there is a color for it.
 *
 * @param leftOut series that the frame does not contain
 */
function withOthers(parts: readonly NamedValue[], limit: number, leftOut: Others | undefined): readonly NamedValue[] {
  const positiveLeftOut = { count: 0, value: 0 };
  if (leftOut) {
    positiveLeftOut.count = leftOut.count - (leftOut.negative?.count ?? 0);
    positiveLeftOut.value = leftOut.sum - (leftOut.negative?.sum ?? 0);
  }
  if (positiveLeftOut.value <= 0 && parts.length <= Math.min(PALETTE_SIZE, limit + 1)) return parts;
  const others = parts.slice(limit);
  const count = others.length + positiveLeftOut.count;
  const value = sum([...others, positiveLeftOut]);
  return [
    ...parts.slice(0, limit),
    {
      key: OTHERS,
      label: plural(count, $localize`{COUNT, plural, =1 {1 other} other {{COUNT} others}}`),
      value,
      unit: unitOf(others.length > 0 ? others : parts),
    },
  ];
}

function sum(values: readonly Pick<NamedValue, 'value'>[]): number {
  return values.reduce((total, { value }) => total + value, 0);
}

/** Returns the common unit; undefined if units differ. */
function unitOf(values: readonly NamedValue[]): string | undefined {
  const [unit, ...others] = new Set(values.map((value) => value.unit));
  return others.length === 0 ? unit : undefined;
}

function percentOf(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return $localize`under ${`1${NARROW_SPACE}%`}:share:`;
  // A share below 100 % is never rounded to 100 %.
  const whole = share < 1 ? Math.min(99, Math.round(percent)) : 100;
  return `${formatNumber(whole, {})}${NARROW_SPACE}%`;
}

function warningOf(values: readonly NamedValue[], leftOut: Others | undefined, shown: number): string | undefined {
  if (values.length === 0) return undefined;
  const negative = values.filter(({ value }) => value < 0).length + (leftOut?.negative?.count ?? 0);
  if (shown === 0) return negative === 0 ? $localize`All values are 0` : $localize`No value is above 0`;
  if (negative === 0) return undefined;
  return plural(
    negative,
    $localize`{COUNT, plural, =1 {1 negative value is left out} other {{COUNT} negative values are left out}}`,
  );
}

/** Returns the first three slices, for the screen reader. */
export function summarizePie(frame: Frame, query: Query | undefined, options: PanelOptions): string | undefined {
  const { slices, warning } = readPie(frame, query, options);
  if (slices.length === 0) return warning;
  return slices
    .slice(0, 3)
    .map(({ label, percent }) => `${label} ${percent}`)
    .join(', ');
}

/**
 * Returns the shape of a slice around 0,0 as an SVG path.
 *
 * @param hole the inner radius
 */
export function slicePath({ from, to }: Pick<Slice, 'from' | 'to'>, radius: number, hole: number): string {
  // An arc that ends at its start is empty, so a whole circle is two halves.
  if (to - from >= 0.9999) return `${circlePath(radius, 1)}${hole > 0 ? circlePath(hole, 0) : ''}`;
  const [a, b] = [pointAt(from, radius), pointAt(to, radius)];
  const large = to - from > 0.5 ? 1 : 0;
  const outer = `M${a}A${radius} ${radius} 0 ${large} 1 ${b}`;
  if (hole <= 0) return `${outer}L0 0Z`;
  return `${outer}L${pointAt(to, hole)}A${hole} ${hole} 0 ${large} 0 ${pointAt(from, hole)}Z`;
}

function circlePath(radius: number, clockwise: 0 | 1): string {
  return `M0 ${-radius}A${radius} ${radius} 0 1 ${clockwise} 0 ${radius}A${radius} ${radius} 0 1 ${clockwise} 0 ${-radius}Z`;
}

/** Returns a point on the circle, clockwise from 12 o'clock. */
function pointAt(share: number, radius: number): string {
  const angle = share * 2 * Math.PI;
  return `${round(Math.sin(angle) * radius)} ${round(-Math.cos(angle) * radius)}`;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
