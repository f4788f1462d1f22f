import { JobError } from '../../database/job.js';

/** Of one series; no real one has a tenth of them. */
export const MAX_LABELS = 500;

export function tooManyLabels(): JobError {
  return new JobError(400, `A series has more than ${MAX_LABELS} labels. Nothing was stored.`);
}
