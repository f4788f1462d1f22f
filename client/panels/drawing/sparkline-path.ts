import type { TimeWindow } from '../../../wire/range';
import { continuityOf } from '../chart/data/gaps';
import { areTooClose } from '../chart/y-axis/y-scale';
import type { SeriesPoint } from '../data/series';

/** The drawing's own coordinates; the SVG stretches them over whatever place it has. */
export const SPARKLINE_WIDTH = 300;
export const SPARKLINE_HEIGHT = 60;

/** Within so much of the width only the lowest and the highest point show. */
const COLUMN_WIDTH = 2;

/** Room above and below, so that the stroke's ends are not cut. */
const PADDING = 3;

export interface SparklinePaths {
  readonly line: string;
  readonly area: string;
  /** Points that no line reaches, as lines so short that they are dots. */
  readonly dots: string;
}

/**
 * Line and area of a sparkline: to the right the time of the window, upwards the values' own span. Where the series was
 * silent there is no line, as in a chart.
 */
export function sparklinePaths(all: readonly SeriesPoint[], { from, to }: TimeWindow): SparklinePaths | undefined {
  const points = all.filter(({ time }) => time <= to);
  const lastBeforeWindow = points.findLastIndex(({ time }) => time < from);
  // The one before the window leads into it.
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
    // Values that only differ in the last digits of a double count as equal, as in a chart.
    if (isFlat) return SPARKLINE_HEIGHT / 2;
    return SPARKLINE_HEIGHT - PADDING - share * (SPARKLINE_HEIGHT - 2 * PADDING);
  };
  const coordinates = ({ time, value }: SeriesPoint): string => `${tenths(x(time))} ${tenths(y(value))}`;
  const paths = { line: '', area: '', dots: '' };
  for (const segment of segmentsOf(visible)) {
    const [first, last] = [segment[0], segment.at(-1)];
    if (first === undefined || last === undefined) continue;
    // A line so short would hardly be seen.
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

/** The points between the gaps. */
function segmentsOf(points: readonly SeriesPoint[]): readonly (readonly SeriesPoint[])[] {
  const { gaps } = continuityOf(
    points.map(({ time }) => time),
    points.map(({ value }) => value),
  );
  const ends = new Set(gaps.map(({ from }) => from));
  const cuts = points.flatMap(({ time }, index) => (ends.has(time) ? [index + 1] : []));
  return [0, ...cuts].map((cut, index) => points.slice(cut, cuts[index]));
}

/** The points that make the picture: both ends, and of each column the lowest and the highest, in their order. */
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
    // The ends are columns of their own: NaN is no other column's number, not even its own.
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
