/**
 * The value below which the part `q` (0 to 1) of the numbers lies: the nearest rank, never an invented number between two.
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
 * The ratio of two series measured in turns: the median of the pairs' ratios, so that a machine which is slower for a
 * while slows both sides of a pair.
 * @param {readonly number[]} ours
 * @param {readonly number[]} bare
 */
export function pairedRatio(ours, bare) {
  return median(ours.map((value, index) => value / bare[index]));
}
