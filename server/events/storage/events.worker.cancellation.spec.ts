import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  countCancellationChecks,
  type TestJobContext,
  openJobContext,
} from '../../../test/support/database/test-job-context.js';
import { jobs as events } from './events.worker.js';

const NOW_US = Date.UTC(2026, 0, 1) * 1_000;

describe('searches for events', () => {
  let memory: TestJobContext;
  let checks: ReturnType<typeof countCancellationChecks>;

  beforeEach(async () => {
    memory = await openJobContext();
    checks = countCancellationChecks(memory.context);
  });
  afterEach(() => {
    memory.close();
  });

  it('check for cancellation once for every thousand examined events', () => {
    const stored = Array.from({ length: 2_500 }, (_, index) => ({
      atUs: NOW_US - index,
      level: 'info' as const,
      title: 'a',
      text: null,
      tags: '{}',
    }));
    events.add(memory.context, stored);
    expect(events.newest(checks.context, { text: 'none', limit: 10 })).toEqual([]);
    expect(checks.count()).toBe(3);
  });
});
