// `PROPERTY_RUNS=10000 npm test -- …` tries every property that often. Loaded only then, for it is loaded for each file.
import { requestedRuns } from './property-runs.js';

if (requestedRuns !== undefined) (await import('fast-check')).default.configureGlobal({ numRuns: requestedRuns });
