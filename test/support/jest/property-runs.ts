/** The number of runs per property that `PROPERTY_RUNS` requests; undefined if it is not set. */
export const requestedRuns = process.env.PROPERTY_RUNS === undefined ? undefined : Number(process.env.PROPERTY_RUNS);

/**
 * Returns the options of a property whose number of runs is not 100, the default of fast-check, usually because a run is
 * slow. `PROPERTY_RUNS` takes precedence.
 */
export function runs(defaultRuns: number): { numRuns: number } {
  return { numRuns: requestedRuns ?? defaultRuns };
}
