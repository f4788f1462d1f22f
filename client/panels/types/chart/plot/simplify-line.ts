/** The position of a time and a value, in device pixels. Later times are further right. */
export interface PixelScale {
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
  /** The CSS zoom, such as in TV mode; default 1. */
  readonly zoom?: number;
}

/** The corners of a line, in device pixels. */
export interface SimplifiedLine {
  readonly xs: number[];
  readonly ys: number[];
}

/** The maximum distance between a point and the drawn line, in device pixels. It is less than a screen can show. */
export const TOLERANCE_PX = 0.4;

/**
 * Returns the visible corners of a line. Points are left out if the straight line between the corners around them
 * passes within TOLERANCE_PX: the time to draw depends on the number of corners, and most series are smooth at their
 * size. Each point narrows the range of slopes that the line may have from the last corner; a point outside of the
 * range makes its predecessor a corner (Williams 1978, in one pass).
 *
 * @param times ascending
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
