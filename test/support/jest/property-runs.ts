/** What `PROPERTY_RUNS` asks for: how often each property is tried with new values; undefined if nobody set it. */
export const requestedRuns = process.env.PROPERTY_RUNS === undefined ? undefined : Number(process.env.PROPERTY_RUNS);

/**
 * The options of a property that takes another number of runs than fast-check's usual 100, most often because a run takes
 * long. `PROPERTY_RUNS` counts for it, too.
 */
export function runs(usual: number): { numRuns: number } {
  return { numRuns: requestedRuns ?? usual };
}
