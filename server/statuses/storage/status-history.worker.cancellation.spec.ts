import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestJobContext, openJobContext } from '../../../test/support/database/test-job-context.js';
import type { JobContext } from '../../database/job.js';
import { jobs as statuses } from './statuses.worker.js';
import { jobs as histories } from './status-history.worker.js';
import { HOUR_US } from '../../common/time/timestamps.js';

const NOW_US = Date.UTC(2026, 0, 1) * 1_000;

describe('reads of status histories', () => {
  let memory: TestJobContext;
  let checks: number;
  let context: JobContext;

  beforeEach(async () => {
    memory = await openJobContext();
    checks = 0;
    context = Object.create(memory.context, { throwIfCanceled: { value: () => (checks += 1) } }) as JobContext;
  });
  afterEach(() => {
    memory.close();
  });

  it('check for cancellation once for each status', () => {
    const keys = Array.from({ length: 30 }, (_, index) => `s.${String(index).padStart(2, '0')}`);
    const reports = keys.map((key) => ({ key, report: { state: 'ok' as const, atUs: NOW_US - HOUR_US } }));
    statuses.report(memory.context, { reports, nowUs: NOW_US, maxKeys: 100 });
    const rows = statuses.match(memory.context, { pattern: '*' });
    const window = { fromUs: NOW_US - 2 * HOUR_US, toUs: NOW_US };
    histories.uptimes(context, { statuses: rows, ...window, startUs: window.fromUs, stepUs: HOUR_US, count: 2 });
    expect(checks).toBe(30);
    histories.changes(context, { keys, limit: 10, ...window });
    expect(checks).toBe(60);
  });
});
