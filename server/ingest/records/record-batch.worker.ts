import type { JobContext } from '../../database/job.js';
import type { NewEvent } from '../../events/input/event-input.js';
import { insertEvent } from '../../events/storage/insert-event.js';
import type { KeyedReport } from '../../statuses/status-report.js';
import { jobs as statusJobs } from '../../statuses/storage/statuses.worker.js';
import { readStatus } from '../../statuses/storage/status-row.js';

/** An event that is stored only under conditions, so that repeated deliveries add no events. */
export interface ConditionalEvent {
  readonly event: NewEvent;
  /** Key of a status. The event is stored only if a report of this batch changed the state of that status. */
  readonly ifChanged?: string | undefined;
  /** Equal for all deliveries of the same event, of which only the first is stored. */
  readonly identity?: string | undefined;
}

export interface RecordBatch {
  readonly reports: readonly KeyedReport[];
  readonly events: readonly ConditionalEvent[];
}

export interface StoreBatchRequest extends RecordBatch {
  readonly nowUs: number;
  readonly maxKeys: number;
}

/**
 * Stores reports and events together. Either all are stored or none.
 *
 * @returns for each event whether it was stored
 */
function store(context: JobContext, { reports, events, nowUs, maxKeys }: StoreBatchRequest): boolean[] {
  const changed = new Set<string>();
  for (const each of reports) {
    const before = readStatus(context, each.key)?.state;
    const [result] = statusJobs.report(context, { reports: [each], nowUs, maxKeys });
    if (result?.late === false && before !== each.report.state) changed.add(each.key);
  }
  return events.map(({ event, ifChanged, identity }) => {
    if (ifChanged !== undefined && !changed.has(ifChanged)) return false;
    return insertEvent(context, event, identity).changes > 0;
  });
}

export const jobs = { store };
