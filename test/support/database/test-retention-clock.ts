import type { Clock } from '../../../server/common/time/clock.js';
import type { RetentionClock } from '../../../server/database/retention-clock.js';

/** Returns a clock for retention that accepts every jump of the time at once. */
export function testRetentionClock(clock: Clock): RetentionClock {
  return { now: () => Promise.resolve(clock.now()) } as RetentionClock;
}
