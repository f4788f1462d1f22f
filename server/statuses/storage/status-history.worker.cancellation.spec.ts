import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  countCancellationChecks,
  type TestJobContext,
  openJobContext,
} from '../../../test/support/database/test-job-context.js';
import { jobs as statuses } from './statuses.worker.js';
import { jobs as histories } from './status-history.worker.js';
import { HOUR_US } from '../../common/time/timestamps.js';

const NOW_US = Date.UTC(2026, 0, 1) * 1_000;

describe('reads of status histories', () => {
  let memory: TestJobContext;
  let checks: ReturnType<typeof countCancellationChecks>;

  beforeEach(async () => {
    memory = await openJobContext();
    checks = countCancellationChecks(memory.context);
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
    histories.uptimes(checks.context, { statuses: rows, ...window, startUs: window.fromUs, stepUs: HOUR_US, count: 2 });
    expect(checks.count()).toBe(30);
    histories.changes(checks.context, { keys, limit: 10, ...window });
    expect(checks.count()).toBe(60);
  });
});
