import type { SeriesPoint } from './series';

/** The drawing's own coordinates; the SVG stretches them over whatever place it has. */
export const SPARK_WIDTH = 300;
export const SPARK_HEIGHT = 60;

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
  const y = (value: number): number =>
    high === low ? SPARK_HEIGHT / 2 : SPARK_HEIGHT - PAD - ((value - low) / (high - low)) * (SPARK_HEIGHT - 2 * PAD);
  const line = points
    .map(({ time, value }, index) => `${index === 0 ? 'M' : 'L'}${x(time).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('');
  return { line, area: `${line}L${SPARK_WIDTH} ${SPARK_HEIGHT}L0 ${SPARK_HEIGHT}Z` };
}
