import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../../test/support/server/manual-clock.js';
import { LogLimiter } from './log-limiter.js';

describe('LogLimiter', () => {
  it('writes one line per second and kind, and the number of suppressed ones', () => {
    const clock = new ManualClock();
    const limiter = new LogLimiter(clock);
    const lines: string[] = [];
    const log = (kind: string): void => {
      limiter.write(
        kind,
        () => lines.push(kind),
        (count) => lines.push(`${count} more ${kind}`),
      );
    };
    for (let i = 0; i < 1_000; i += 1) log('a');
    log('b');
    expect(lines).toEqual(['a', 'b']);
    clock.advance(1_000);
    expect(lines).toEqual(['a', 'b', '999 more a']);
    log('a');
    log('b');
    clock.advance(1_000);
    expect(lines.slice(3)).toEqual(['a', 'b']);
  });
});
