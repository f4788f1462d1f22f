/** The values of a counter in each bucket, NaN if it has no points. */
export interface CounterBuckets {
  readonly last: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/**
 * Returns the increase of a counter per second in each bucket, since the previous bucket with a point. It is NaN in the first
 * one. A counter that falls was reset and counts from zero. If it falls and exceeds its former value within one bucket, the
 * minimum shows the reset.
 *
 * @param edgesMs the start of each bucket, then the end of the last one
 */
export function computeRates({ last, min, max }: CounterBuckets, edgesMs: Float64Array): Float64Array {
  const rates = new Float64Array(last.length).fill(NaN);
  let known = -1;
  for (let index = 0; index < last.length; index += 1) {
    const now = last[index] as number;
    if (Number.isNaN(now)) continue;
    if (known >= 0) {
      const grown = increase(last[known] as number, now, min[index] as number, max[index] as number);
      rates[index] = grown / (elapsedMs(edgesMs, known, index) / 1_000);
    }
    known = index;
  }
  return rates;
}

/** Returns the mean of rates, weighted by their time: the increase over the whole time. NaN without rates. */
export function meanRate(rates: Float64Array, { last }: Pick<CounterBuckets, 'last'>, edgesMs: Float64Array): number {
  let total = 0;
  let durationMs = 0;
  let known = -1;
  for (let index = 0; index < last.length; index += 1) {
    if (Number.isNaN(last[index])) continue;
    if (known >= 0) {
      const ms = elapsedMs(edgesMs, known, index);
      total += (rates[index] as number) * ms;
      durationMs += ms;
    }
    known = index;
  }
  return total / durationMs;
}

/** Returns the time from the end of one bucket to the end of another. */
function elapsedMs(edgesMs: Float64Array, fromIndex: number, toIndex: number): number {
  return (edgesMs[toIndex + 1] as number) - (edgesMs[fromIndex + 1] as number);
}

/** Returns the increase from one value to the next, given the minimum and maximum in between (including the next). */
export function increase(before: number, now: number, min: number, max: number): number {
  return min >= before ? now - before : now + (max > now ? Math.max(0, max - before) : 0);
}
