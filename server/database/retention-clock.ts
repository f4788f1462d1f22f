import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HOUR_MS } from '../../wire/duration.js';
import { Clock } from '../common/time/clock.js';
import { errorMessage } from '../common/errors/error-message.js';
import { usToMs } from '../common/time/timestamps.js';
import { Database } from './database.js';

/** The most that the clock may advance between two checks. More is a jump. */
const MAX_STEP_MS = HOUR_MS;

/** A jump is trusted if the clock has been consistent with it for this long. */
const CONFIRMED_AFTER_MS = 6 * HOUR_MS;

/** If the clock shows more than this since the jump was last seen, it is a new jump. */
const MAX_GAP_MS = 7 * 24 * HOUR_MS;

/** The interval at which the state is stored. After a restart it need not be exact. */
const STORE_INTERVAL_MS = 10 * 60_000;

const META_KEY = 'retention_clock';

/** The stored state of the clock, in ms. */
interface ClockState {
  /** The latest time that is trusted. */
  readonly trusted: number;
  /** A jump ahead that is not trusted yet: the time of the clock when it was seen first and last. */
  readonly jump?: { readonly first: number; readonly last: number };
}

/**
 * Provides the time that decides which data is deleted. A clock that is wrong for a while (an empty battery, a restored virtual
 * machine) must not cause deletions, so a jump ahead is trusted only after the clock has been consistent for 6 hours. The state
 * is stored, so that it survives restarts.
 */
@Injectable()
export class RetentionClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RetentionClock.name);
  private state: ClockState | undefined;
  private storedAt = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.attempt(async () => {
      await this.now();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.attempt(async () => {
      if (this.state) await this.store(this.state);
    });
  }

  /** Returns the current time as far as it is trusted, in ms. It is never ahead of the clock. */
  async now(): Promise<number> {
    const nowMs = this.clock.now();
    const before = this.state ?? (await this.load(nowMs));
    const next = advance(before, nowMs);
    this.state = next;
    this.report(before, next, nowMs);
    if (
      (next.jump === undefined) !== (before.jump === undefined) ||
      Math.abs(nowMs - this.storedAt) >= STORE_INTERVAL_MS
    ) {
      // Storing fails on a full disk, where retention is needed most. An older state only delays deletions.
      await this.attempt(() => this.store(next));
    }
    return Math.min(next.trusted, nowMs);
  }

  private report(before: ClockState, next: ClockState, nowMs: number): void {
    if (next.jump && next.jump.first !== before.jump?.first) {
      const ahead = `${Math.round((nowMs - next.trusted) / HOUR_MS)} h`;
      this.logger.warn(
        `The clock (${new Date(nowMs).toISOString()}) is ${ahead} ahead of the time that was stored last. Old data is not deleted ` +
          'until the clock has been consistent for 6 h. If the clock is wrong, correct it.',
      );
    } else if (before.jump && !next.jump)
      this.logger.log('The clock is trusted again: old data is deleted by its age.');
  }

  private async load(nowMs: number): Promise<ClockState> {
    const row = await this.database.kysely
      .selectFrom('meta')
      .select('value')
      .where('key', '=', META_KEY)
      .executeTakeFirst();
    return (row && parseState(row.value)) ?? { trusted: Math.min(nowMs, (await this.newestPoint()) ?? nowMs) };
  }

  /** Returns the time of the newest point, in ms: the best estimate for a database of an earlier version. */
  private async newestPoint(): Promise<number | undefined> {
    const newest = await this.database.kysely
      .selectFrom('series')
      .select((eb) =>
        eb.fn
          .max<number | null>(
            eb
              .selectFrom('points')
              .select((points) => points.fn.max<number>('at').as('at'))
              .whereRef('series_id', '=', 'series.id')
              .$asScalar(),
          )
          .as('at'),
      )
      .executeTakeFirst();
    const at = newest?.at ?? undefined;
    return at === undefined ? undefined : usToMs(at);
  }

  private async store(state: ClockState): Promise<void> {
    const value = JSON.stringify(state);
    this.storedAt = this.clock.now();
    await this.database.kysely
      .insertInto('meta')
      .values({ key: META_KEY, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  }

  /** Logs an error instead of throwing it: it must not keep the server from starting or stopping. */
  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(`The time of the last retention cannot be stored: ${errorMessage(error)}`);
    }
  }
}

/** Returns the next state for a time of the clock (ms). */
export function advance({ trusted, jump }: ClockState, nowMs: number): ClockState {
  if (nowMs <= trusted + MAX_STEP_MS) return { trusted: nowMs };
  const isSame = jump !== undefined && nowMs >= jump.first && nowMs - jump.last <= MAX_GAP_MS;
  const first = isSame ? jump.first : nowMs;
  return nowMs - first >= CONFIRMED_AFTER_MS ? { trusted: nowMs } : { trusted, jump: { first, last: nowMs } };
}

function parseState(text: string): ClockState | undefined {
  try {
    const state = JSON.parse(text) as Partial<ClockState>;
    return typeof state.trusted === 'number'
      ? { trusted: state.trusted, ...(state.jump && { jump: state.jump }) }
      : undefined;
  } catch {
    return undefined;
  }
}
