import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ManualClock } from '../../../test/support/server/manual-clock.js';
import { ErrorLog } from './error-log.js';
import { Problem } from '../../common/errors/problem.js';

describe('ErrorLog', () => {
  const lines: unknown[] = [];
  beforeEach(() => {
    lines.length = 0;
    for (const level of ['warn', 'error'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation((message: unknown) => void lines.push([level, message]));
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const request = { method: 'POST', url: '/api/v1/metrics/a?token=secret' };

  it('writes one line per second without queries, and the number of further failures', () => {
    const clock = new ManualClock();
    const log = new ErrorLog(clock);
    for (let i = 0; i < 1_000; i += 1) log.report(new Problem(503, 'The database is away.'), 503, request);
    expect(lines).toEqual([['warn', 'POST /api/v1/metrics/a was answered 503: The database is away.']]);
    clock.advance(1_000);
    expect(lines[1]).toEqual(['warn', '999 more requests were answered 503']);
  });

  it('logs a bug in one route even if another route keeps failing', () => {
    const log = new ErrorLog(new ManualClock());
    log.report(new Problem(503, 'The database is away.'), 503, request);
    log.report(new TypeError('x is undefined'), 500, request);
    log.report(new TypeError('x is undefined'), 500, request);
    expect(lines.slice(1)).toEqual([['error', 'POST /api/v1/metrics/a was answered 500']]);
  });
});
