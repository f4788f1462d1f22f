// `PROPERTY_RUNS=10000 npm test -- …` sets the number of runs per property. fast-check is imported only then, because this file runs for each
// spec file.
import { requestedRuns } from './property-runs.js';

if (requestedRuns !== undefined) (await import('fast-check')).default.configureGlobal({ numRuns: requestedRuns });
