import type { TimeWindow } from '../../../wire/range';
import { continuityOf } from '../data/gaps';
import { areTooClose } from './y-scale';
import type { SeriesPoint } from '../data/series';

/** The coordinates of the drawing. The SVG is stretched to its place. */
export const SPARKLINE_WIDTH = 300;
export const SPARKLINE_HEIGHT = 60;

/** Within columns of this width, only the lowest and the highest point are drawn. */
const COLUMN_WIDTH = 2;

/** The room above and below, so that the stroke is not cut. */
const PADDING = 3;

export interface SparklinePaths {
  readonly line: string;
  readonly area: string;
  /** Points that no line reaches, as lines so short that they look like dots. */
  readonly dots: string;
}

/**
 * Returns the line and the area of a sparkline: horizontally the time window, vertically the range of the values. As in
 * a chart, the line has gaps where values are missing.
 */
export function sparklinePaths(all: readonly SeriesPoint[], { from, to }: TimeWindow): SparklinePaths | undefined {
  const points = all.filter(({ time }) => time <= to);
  const lastBeforeWindow = points.findLastIndex(({ time }) => time < from);
  // The line starts at the last point before the window.
  const visible = points.slice(Math.max(0, lastBeforeWindow));
  if ((visible.at(-1)?.time ?? -Infinity) < from) return undefined;
  let low = Infinity;
  let high = -Infinity;
  for (const { value } of visible) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const x = (time: number): number => ((time - from) / (to - from)) * SPARKLINE_WIDTH;
  const isFlat = areTooClose([low, high]);
  const y = (value: number): number => {
    const share = (value / 2 - low / 2) / (high / 2 - low / 2);
    // Values that differ only in the last digits of a double count as equal, as in a chart.
    if (isFlat) return SPARKLINE_HEIGHT / 2;
    return SPARKLINE_HEIGHT - PADDING - share * (SPARKLINE_HEIGHT - 2 * PADDING);
  };
  const coordinates = ({ time, value }: SeriesPoint): string => `${tenths(x(time))} ${tenths(y(value))}`;
  const paths = { line: '', area: '', dots: '' };
  for (const segment of segmentsOf(visible)) {
    const [first, last] = [segment[0], segment.at(-1)];
    if (first === undefined || last === undefined) continue;
    // Such a short line would hardly be visible.
    if (x(last.time) - x(first.time) < COLUMN_WIDTH) paths.dots += `M${coordinates(last)}h.1`;
    if (segment.length === 1) continue;
    const line = `M${thinOut(segment, (time) => Math.floor(x(time) / COLUMN_WIDTH))
      .map(coordinates)
      .join('L')}`;
    paths.line += line;
    paths.area += `${line}L${tenths(x(last.time))} ${SPARKLINE_HEIGHT}L${tenths(x(first.time))} ${SPARKLINE_HEIGHT}Z`;
  }
  return paths;
}

/** Splits points at the gaps. */
function segmentsOf(points: readonly SeriesPoint[]): readonly (readonly SeriesPoint[])[] {
  const { gaps } = continuityOf(
    points.map(({ time }) => time),
    points.map(({ value }) => value),
  );
  const ends = new Set(gaps.map(({ from }) => from));
  const cuts = points.flatMap(({ time }, index) => (ends.has(time) ? [index + 1] : []));
  return [0, ...cuts].map((cut, index) => points.slice(cut, cuts[index]));
}

/** Returns the first and last point, and the lowest and highest point of each column, in order. */
function thinOut(points: readonly SeriesPoint[], columnOf: (time: number) => number): readonly SeriesPoint[] {
  const shown: SeriesPoint[] = [];
  let column = NaN;
  let low: SeriesPoint | undefined;
  let high: SeriesPoint | undefined;
  const endColumn = (): void => {
    if (low === undefined || high === undefined) return;
    if (low === high) shown.push(low);
    else if (low.time < high.time) shown.push(low, high);
    else shown.push(high, low);
  };
  points.forEach((point, index) => {
    const columnOfPoint = index === 0 || index === points.length - 1 ? NaN : columnOf(point.time);
    // The ends are columns of their own: NaN differs from every number, and from itself.
    if (columnOfPoint !== column) {
      endColumn();
      low = high = point;
      column = columnOfPoint;
      return;
    }
    if (low === undefined || point.value < low.value) low = point;
    if (high === undefined || point.value > high.value) high = point;
  });
  endColumn();
  return shown;
}

function tenths(length: number): number {
  return Math.round(length * 10) / 10;
}
