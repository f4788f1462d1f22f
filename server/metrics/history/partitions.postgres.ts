import { DAY_US } from '../../common/time/timestamps.js';
import type { JobContext } from '../../database/job.js';
import { type RetentionCutoffs, type RollupLevel, ROLLUP_LEVELS } from './rollup-levels.js';

/** About how many partitions a table has at most. More would slow down every statement, so long histories have longer partitions. */
const MAX_PARTITIONS = 100;

/** The minimum length of a rollup partition, in rows of a series. */
const MIN_ROWS_PER_SERIES = 42;

/** How long dropping waits for readers of a partition. It is tried again a minute later. */
const LOCK_TIMEOUT = '2s';

interface Partition {
  readonly name: string;
  /** Days since 1970. */
  readonly fromDay: number;
  readonly untilDay: number;
}

/**
 * Creates the partition for a chunk, unless it exists. It is part of the current transaction.
 * @param startUs start of the chunk
 */
export function createChunkPartition(context: JobContext, startUs: number, { rawUs }: RetentionCutoffs): void {
  createPartition(context, 'chunks', 1, startUs, rawUs);
}

/**
 * Creates the partition for a row of a level, unless it exists.
 * @param startUs start of the row
 */
export function createRollupPartition(
  context: JobContext,
  level: RollupLevel,
  startUs: number,
  { levelCutoffsUs }: RetentionCutoffs,
): void {
  const { stepUs, spanUs } = level;
  const parent = rollupTable(stepUs);
  context.database.exec(
    `CREATE TABLE IF NOT EXISTS ${parent} PARTITION OF rollups FOR VALUES IN (${stepUs}) PARTITION BY RANGE (start)`,
  );
  createPartition(
    context,
    parent,
    Math.ceil((MIN_ROWS_PER_SERIES * spanUs) / DAY_US),
    startUs,
    levelCutoffsUs[ROLLUP_LEVELS.indexOf(level)] ?? 0,
  );
}

/**
 * Drops the partitions that are entirely older than the cutoffs. Deleting single rows would not free their disk space.
 * @returns how many partitions were dropped
 */
export function dropPartitions(context: JobContext, { rawUs, levelCutoffsUs }: RetentionCutoffs): number {
  const expired = [
    ...listPartitions(context, 'chunks').filter(({ untilDay }) => untilDay * DAY_US <= rawUs),
    ...ROLLUP_LEVELS.flatMap(({ stepUs }, index) =>
      listPartitions(context, rollupTable(stepUs)).filter(
        ({ untilDay }) => untilDay * DAY_US <= (levelCutoffsUs[index] as number),
      ),
    ),
  ];
  if (expired.length === 0) return 0;
  context.database.exec(`SET LOCAL lock_timeout TO '${LOCK_TIMEOUT}'`);
  context.database.exec(`DROP TABLE ${expired.map(({ name }) => name).join(', ')}`);
  context.database.exec('SET LOCAL lock_timeout TO DEFAULT');
  return expired.length;
}

function rollupTable(stepUs: number): string {
  return `rollups_${stepUs}`;
}

/**
 * @param minDays the minimum length
 * @param atUs a time in the partition
 * @param cutoffUs everything before it will be dropped; 0 if nothing will, or if the cutoff is not known yet
 */
function createPartition(context: JobContext, parent: string, minDays: number, atUs: number, cutoffUs: number): void {
  const day = Math.floor(atUs / DAY_US);
  const partitions = listPartitions(context, parent);
  if (partitions.some(({ fromDay, untilDay }) => fromDay <= day && day < untilDay)) return;
  const days = Math.max(minDays, cutoffUs > 0 ? Math.ceil((atUs - cutoffUs) / DAY_US / MAX_PARTITIONS) : 0);
  const startDay = Math.floor(day / days) * days;
  // Neighboring partitions may have other lengths, so they limit this one.
  const fromDay = Math.max(
    startDay,
    ...partitions.map(({ untilDay }) => untilDay).filter((untilDay) => untilDay <= day),
  );
  const untilDay = Math.min(startDay + days, ...partitions.map((each) => each.fromDay).filter((first) => first > day));
  context.database.exec(
    `CREATE TABLE ${parent}_${fromDay}_${untilDay} PARTITION OF ${parent} FOR VALUES FROM (${fromDay * DAY_US}) TO (${untilDay * DAY_US})`,
  );
}

function listPartitions(context: JobContext, parent: string): Partition[] {
  return context
    .prepare(
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = to_regclass(CAST(? AS text))`,
    )
    .all(parent)
    .map(({ name }) => {
      const [fromDay, untilDay] = String(name).split('_').slice(-2).map(Number) as [number, number];
      return { name: String(name), fromDay, untilDay };
    });
}
