import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openJobContext } from '../../../test/support/database/test-job-context.js';
import { toNdjson } from '../../transfer/ndjson.js';
import { jobs } from './status-transfer.worker.js';

const NOW_US = Date.UTC(2026, 0, 1) * 1_000;

describe('importStatuses', () => {
  let memory: Awaited<ReturnType<typeof openJobContext>>;
  beforeEach(async () => {
    memory = await openJobContext();
  });
  afterEach(() => {
    memory.close();
  });

  const take = (...keys: readonly string[]): unknown => {
    const lines = keys.map((key) => ({
      type: 'status',
      key,
      state: 'ok',
      message: null,
      at: NOW_US,
      since: NOW_US,
      history: [],
    }));
    return jobs.importStatuses(memory.context, {
      lines: { bytes: toNdjson(lines), first: 1 },
      nowUs: NOW_US,
      maxKeys: 3,
    }).imported;
  };

  it('rejects statuses beyond MAX_SERIES, including existing ones', () => {
    expect(take('a', 'b')).toEqual({ stored: 2, kept: 0 });
    expect(take('a', 'b', 'c')).toEqual({ stored: 1, kept: 2 });
    expect(take('a', 'b', 'c')).toEqual({ stored: 0, kept: 3 });
    expect(() => take('c', 'd')).toThrow(
      expect.objectContaining({
        status: 429,
        message: expect.stringMatching(/There are 3 statuses already.*MAX_SERIES/),
      }),
    );
  });
});
