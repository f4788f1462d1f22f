import { toBin, nearestRank, binValue } from '../../metrics/history/sketch.js';

/** Statistics of the times since the last flush. The memory does not depend on the number of times. */
export class TimingStats {
  private count = 0;
  private sum = 0;
  private min = Infinity;
  private max = -Infinity;
  /** Number of values in each bin of the sketch. */
  private readonly bins = new Map<number, number>();

  /** @param weight number of events that the value stands for */
  add(value: number, weight: number): void {
    this.count += weight;
    this.sum += value * weight;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    const bin = toBin(value);
    this.bins.set(bin, (this.bins.get(bin) ?? 0) + weight);
  }

  /** Returns the statistics by the suffix of their key. */
  summary(): Readonly<Record<'avg' | 'count' | 'max' | 'min' | 'p95', number>> {
    const { count, sum, min, max } = this;
    return { avg: sum / count, count, max, min, p95: Math.min(max, Math.max(min, this.quantile(0.95))) };
  }

  private quantile(quantile: number): number {
    const bins = [...this.bins].sort(([a], [b]) => a - b);
    let missing = nearestRank(quantile, this.count);
    for (const [bin, weight] of bins) {
      missing -= weight;
      if (missing <= 0) return binValue(bin);
    }
    return this.max;
  }
}
