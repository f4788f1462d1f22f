import type { JobContext } from '../../database/job.js';
import { type RetentionCutoffs, type Level, LEVELS } from './rollup-levels.js';

/** Microseconds. Partitions begin and end at midnight UTC. */
const DAY = 86_400_000_000;

/** More partitions than about so many a table make every statement slow, so those of long histories are longer. */
const MAX_PARTITIONS = 100;

/** Rows of a level that a series has in a partition at least; a week of the finest one's. */
const MIN_ROWS_PER_SERIES = 42;

/** What waits for readers of a partition gives up after this: it is tried again a minute later. */
const LOCK_TIMEOUT = '2s';

interface Partition {
  readonly name: string;
  /** Days since 1970. */
  readonly from: number;
  readonly until: number;
}

/** Makes the partition that a chunk of this time lies in. It is there when the transaction is. */
export function createChunkPartition(context: JobContext, start: number, { raw }: RetentionCutoffs): void {
  createPartition(context, 'chunks', 1, start, raw);
}

/** Makes the partition that a row of the level lies in. */
export function createRollupPartition(
  context: JobContext,
  level: Level,
  start: number,
  { levels }: RetentionCutoffs,
): void {
  const { step, span } = level;
  const parent = tableOf(step);
  context.database.exec(
    `CREATE TABLE IF NOT EXISTS ${parent} PARTITION OF rollups FOR VALUES IN (${step}) PARTITION BY RANGE (start)`,
  );
  createPartition(
    context,
    parent,
    Math.ceil((MIN_ROWS_PER_SERIES * span) / DAY),
    start,
    levels[LEVELS.indexOf(level)] ?? 0,
  );
}

/**
 * Drops the partitions of which nothing is kept any more, whole: rows that are deleted one by one would leave their room
 * behind. @returns how many.
 */
export function dropPartitions(context: JobContext, { raw, levels }: RetentionCutoffs): number {
  const outdated = [
    ...partitionsOf(context, 'chunks').filter(({ until }) => until * DAY <= raw),
    ...LEVELS.flatMap(({ step }, index) =>
      partitionsOf(context, tableOf(step)).filter(({ until }) => until * DAY <= (levels[index] as number)),
    ),
  ];
  if (outdated.length === 0) return 0;
  context.database.exec(`SET LOCAL lock_timeout TO '${LOCK_TIMEOUT}'`);
  context.database.exec(`DROP TABLE ${outdated.map(({ name }) => name).join(', ')}`);
  context.database.exec('SET LOCAL lock_timeout TO DEFAULT');
  return outdated.length;
}

function tableOf(step: number): string {
  return `rollups_${step}`;
}

/** @param since everything before it is going to be dropped; 0 where nobody knows yet, or nothing is. */
function createPartition(context: JobContext, parent: string, shortest: number, at: number, since: number): void {
  const day = Math.floor(at / DAY);
  const partitions = partitionsOf(context, parent);
  if (partitions.some(({ from, until }) => from <= day && day < until)) return;
  const length = Math.max(shortest, since > 0 ? Math.ceil((at - since) / DAY / MAX_PARTITIONS) : 0);
  const start = Math.floor(day / length) * length;
  // It ends where its neighbours begin, which may be of other lengths.
  const from = Math.max(start, ...partitions.map(({ until }) => until).filter((until) => until <= day));
  const until = Math.min(start + length, ...partitions.map((each) => each.from).filter((first) => first > day));
  context.database.exec(
    `CREATE TABLE ${parent}_${from}_${until} PARTITION OF ${parent} FOR VALUES FROM (${from * DAY}) TO (${until * DAY})`,
  );
}

function partitionsOf(context: JobContext, parent: string): Partition[] {
  return context
    .prepare(
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = to_regclass(CAST(? AS text))`,
    )
    .all(parent)
    .map(({ name }) => {
      const [from, until] = String(name).split('_').slice(-2).map(Number) as [number, number];
      return { name: String(name), from, until };
    });
}
