/**
 * Returns a quantile by the nearest-rank method, without interpolation.
 *
 * @param {number} q from 0 to 1
 * @param {readonly number[]} numbers at least one
 */
export function quantile(numbers, q) {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}

/** @param {readonly number[]} numbers at least one */
export function median(numbers) {
  const sorted = Float64Array.from(numbers).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Returns the median of the ratios of paired measurements. Both measurements of a pair are taken one after the other, so a
 * machine that is slow for a while affects both.
 *
 * @param {readonly number[]} ours
 * @param {readonly number[]} baseline
 */
export function pairedRatio(ours, baseline) {
  return median(ours.map((value, index) => value / baseline[index]));
}
