import type { SeriesPoint } from './series';

/** The drawing's own coordinates; the SVG stretches them over whatever place it has. */
export const SPARK_WIDTH = 300;
export const SPARK_HEIGHT = 60;

/** Within so much of the width only the lowest and the highest point show. */
const COLUMN = 2;

/** Room above and below, so that the stroke's ends are not cut. */
const PAD = 3;

export interface SparkPaths {
  readonly line: string;
  readonly area: string;
}

/** Line and area of a sparkline: time to the right, the values' own span upwards. */
export function sparkPaths(points: readonly SeriesPoint[]): SparkPaths | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || last.time <= first.time) return undefined;
  let low = Infinity;
  let high = -Infinity;
  for (const { value } of points) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const x = (time: number): number => ((time - first.time) / (last.time - first.time)) * SPARK_WIDTH;
  const y = (value: number): number => {
    const share = (value - low) / (high - low);
    // All values are the same, or farther apart than numbers reach.
    if (Number.isNaN(share)) return SPARK_HEIGHT / 2;
    return SPARK_HEIGHT - PAD - share * (SPARK_HEIGHT - 2 * PAD);
  };
  const corners = outline(points, (time) => Math.floor(x(time) / COLUMN));
  const line = corners.map(({ time, value }) => `${tenths(x(time))} ${tenths(y(value))}`).join('L');
  return { line: `M${line}`, area: `M${line}L${SPARK_WIDTH} ${SPARK_HEIGHT}L0 ${SPARK_HEIGHT}Z` };
}

/** The points that make the picture: both ends, and of each column the lowest and the highest, in their order. */
function outline(points: readonly SeriesPoint[], columnOf: (time: number) => number): readonly SeriesPoint[] {
  const shown: SeriesPoint[] = [];
  let column = NaN;
  let low: SeriesPoint | undefined;
  let high: SeriesPoint | undefined;
  const close = (): void => {
    if (low === undefined || high === undefined) return;
    if (low === high) shown.push(low);
    else if (low.time < high.time) shown.push(low, high);
    else shown.push(high, low);
  };
  points.forEach((point, index) => {
    const at = index === 0 || index === points.length - 1 ? NaN : columnOf(point.time);
    // The ends are columns of their own: NaN is no other column's number, not even its own.
    if (at !== column) {
      close();
      low = high = point;
      column = at;
      return;
    }
    if (low === undefined || point.value < low.value) low = point;
    if (high === undefined || point.value > high.value) high = point;
  });
  close();
  return shown;
}

function tenths(length: number): number {
  return Math.round(length * 10) / 10;
}
