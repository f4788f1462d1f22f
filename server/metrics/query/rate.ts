/** What a counter did in each bucket; NaN where it has no points. */
export interface CounterBuckets {
  readonly last: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/**
 * The increase of a counter per second, in each bucket since the last one that has a point: NaN in the first, of which
 * nothing is known before. A counter that falls was set back to zero and counts from there. One that falls and exceeds its
 * former value within one bucket betrays it by its minimum.
 *
 * @param edges where the buckets start, and at last where the last one ends, in ms.
 */
export function computeRates({ last, min, max }: CounterBuckets, edges: Float64Array): Float64Array {
  const rates = new Float64Array(last.length).fill(NaN);
  let known = -1;
  for (let index = 0; index < last.length; index += 1) {
    const now = last[index] as number;
    if (Number.isNaN(now)) continue;
    if (known >= 0) {
      const grown = increase(last[known] as number, now, min[index] as number, max[index] as number);
      rates[index] = grown / (elapsedMs(edges, known, index) / 1_000);
    }
    known = index;
  }
  return rates;
}

/** The mean of such rates, each for as long as it took: what the counter grew by over all of the time. NaN of none. */
export function meanRate(rates: Float64Array, { last }: Pick<CounterBuckets, 'last'>, edges: Float64Array): number {
  let grown = 0;
  let length = 0;
  let known = -1;
  for (let index = 0; index < last.length; index += 1) {
    if (Number.isNaN(last[index])) continue;
    if (known >= 0) {
      const ms = elapsedMs(edges, known, index);
      grown += (rates[index] as number) * ms;
      length += ms;
    }
    known = index;
  }
  return grown / length;
}

/** From the end of one bucket to the end of another, in ms. */
function elapsedMs(edges: Float64Array, from: number, to: number): number {
  return (edges[to + 1] as number) - (edges[from + 1] as number);
}

/** From one value to the next, with the least and the greatest that were seen on the way, the next among them. */
export function increase(before: number, now: number, min: number, max: number): number {
  return min >= before ? now - before : now + (max > now ? Math.max(0, max - before) : 0);
}
