/** Where a time and a value are drawn, in device pixels. Times go to the right. */
export interface PixelScale {
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
  /** How much finer than these pixels the screen is, as a zoomed wall; else 1. */
  readonly zoom?: number;
}

/** The corners of a line, in device pixels. */
export interface SimplifiedLine {
  readonly xs: number[];
  readonly ys: number[];
}

/** So far, in device pixels, may the drawn line pass by a point: less than a screen can show. */
export const TOLERANCE_PX = 0.4;

/**
 * The corners of a line that the eye can tell apart, of rows whose times ascend. A point is left out where the straight
 * line between those kept before and after it passes by no farther than TOLERANCE: drawing costs by the corner, and most
 * series are smooth at the size they are seen. Each point narrows the cone of directions that the line may take from
 * the last corner; one outside of the cone makes the point before it a corner (Williams 1978, in one pass).
 */
export function simplifyLine(
  times: ArrayLike<number>,
  column: ArrayLike<number | null | undefined>,
  [first, last]: readonly [number, number],
  scale: PixelScale,
): SimplifiedLine {
  const xs: number[] = [];
  const ys: number[] = [];
  let [cornerX, cornerY, beforeX, beforeY] = [0, 0, 0, 0];
  let [minSlope, maxSlope] = [-Infinity, Infinity];
  let points = 0;
  const tolerance = TOLERANCE_PX / (scale.zoom ?? 1);
  for (let row = first; row <= last; row += 1) {
    const time = times[row];
    const value = column[row];
    if (time === undefined || typeof value !== 'number') continue;
    const x = scale.x(time);
    const y = scale.y(value);
    const slope = (y - cornerY) / (x - cornerX);
    if (points === 0 || (points > 1 && !(slope >= minSlope && slope <= maxSlope))) {
      cornerX = points === 0 ? x : beforeX;
      cornerY = points === 0 ? y : beforeY;
      xs.push(cornerX);
      ys.push(cornerY);
      minSlope = -Infinity;
      maxSlope = Infinity;
    }
    if (points > 0) {
      minSlope = Math.max(minSlope, (y - tolerance - cornerY) / (x - cornerX));
      maxSlope = Math.min(maxSlope, (y + tolerance - cornerY) / (x - cornerX));
    }
    points += 1;
    beforeX = x;
    beforeY = y;
  }
  if (points > 1) {
    xs.push(beforeX);
    ys.push(beforeY);
  }
  return { xs, ys };
}
