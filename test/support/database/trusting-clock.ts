import type { Clock } from '../../../server/common/time/clock.js';
import type { RetentionClock } from '../../../server/database/retention-clock.js';

/** A clock for retention that believes every jump at once. */
export function testRetentionClock(clock: Clock): RetentionClock {
  return { now: () => Promise.resolve(clock.now()) } as RetentionClock;
}
