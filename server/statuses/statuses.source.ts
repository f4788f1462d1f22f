import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Query } from '../../wire/schemas/board.js';
import type { FrameField } from '../../wire/schemas/frame.js';
import { KEY_PATTERN } from '../../wire/metric-key.js';
import { msToUs, SHOWN_AHEAD_MS, usToMs, windowToUs } from '../common/time/timestamps.js';
import { lateAt } from '../common/freshness/freshness.js';
import { type LoadContext, type LoadedFrame, type ExpectedInterval, Source } from '../dashboard/contracts/source.js';
import { Database } from '../database/database.js';
import { readOptionsFor } from '../database/read-options.js';
import { earliestStale } from '../common/freshness/earliest-stale.js';
import { isExact, matchesGlob } from '../../wire/glob.js';
import { MATCH_STATUSES, READ_STATUS_CHANGES, READ_UPTIMES } from './storage/status-jobs.js';
import { WORST_FIRST } from '../common/states.js';
import { STATUSES_TOPIC, statusTopic } from './status-topics.js';
import { displayName, expectedIntervalMs, type StatusRow } from './storage/status-row.js';

const NAME = 'statuses';
const DEFAULT_LIMIT = 200;
const MAX_LIMIT = 1_000;
const ALL = '*';

/** Status pages usually show three months, with a part for each day. */
const DEFAULT_PARTS = 90;
const MAX_PARTS = 200;

const statusesQuerySchema = z.looseObject({
  source: z.literal(NAME),
  /** A key, or a pattern of keys in which `*` stands for any characters. By default all statuses match. */
  match: z.string().max(200).regex(KEY_PATTERN, "must be a key, or a pattern of keys like 'shop.*'").optional(),
  /**
   * `now` (the default) gives a row for each status. `uptime` adds the uptime in the range, and a strip of the states.
   * `history` gives a row for each change of state within the range.
   */
  as: z.enum(['now', 'uptime', 'history']).optional(),
  /** Number of parts of a strip. */
  parts: z.int().min(1).max(MAX_PARTS).optional(),
  limit: z.int().min(1).max(MAX_LIMIT).optional(),
});
export type StatusesQuery = z.infer<typeof statusesQuerySchema>;

/** Loads statuses for panels. The frame has no rows if no status matches. */
@Injectable()
export class StatusesSource extends Source<StatusesQuery> {
  override readonly name = NAME;
  override readonly schema = statusesQuerySchema;
  override readonly local = true;

  constructor(private readonly database: Database) {
    super();
  }

  override topics({ match = ALL }: StatusesQuery): readonly string[] {
    return [isExact(match) ? statusTopic(match) : STATUSES_TOPIC];
  }

  /** The uptime in a live range changes as time passes. Current statuses do not: `staleAt` says when they become late. */
  override dependsOnTime({ as }: StatusesQuery): boolean {
    return as === 'uptime';
  }

  override async load(query: StatusesQuery, context: LoadContext): Promise<LoadedFrame> {
    const { match = ALL, limit = DEFAULT_LIMIT, as } = query;
    const all = await this.database.read(MATCH_STATUSES, { pattern: match }, readOptionsFor(context));
    if (as === 'history') return this.changes(all, limit, context);
    const rows = mostUrgent(all, limit);
    const fields = [...fieldsOf(rows), ...(as === 'uptime' ? await this.uptimes(rows, query, context) : [])];
    return { fields, ...freshnessOf(rows) };
  }

  private async uptimes(
    statuses: readonly StatusRow[],
    { parts = DEFAULT_PARTS }: StatusesQuery,
    context: LoadContext,
  ): Promise<FrameField[]> {
    const { from: fromMs, to: toMs } = context;
    // Parts end at multiples of their length, so that a strip changes only when a part ends.
    const stepMs = Math.ceil((toMs - fromMs) / parts);
    const startMs = (Math.ceil(toMs / stepMs) - parts) * stepMs;
    const strip = { startUs: msToUs(startMs), stepUs: msToUs(stepMs), count: parts };
    const found = await this.database.read(
      READ_UPTIMES,
      { statuses, ...windowToUs(context), ...strip },
      readOptionsFor(context, 'history'),
    );
    return [
      { name: 'uptime', type: 'number', unit: 'percent', values: found.map(({ uptime }) => uptime) },
      { name: 'strip', type: 'string', values: found.map((each) => each.strip) },
    ];
  }

  private async changes(statuses: readonly StatusRow[], limit: number, context: LoadContext): Promise<LoadedFrame> {
    const names = new Map(statuses.map((status) => [status.key, displayName(status)]));
    const keys = [...names.keys()];
    const window = windowToUs({ from: context.from, to: context.to + SHOWN_AHEAD_MS });
    const changes = await this.database.read(
      READ_STATUS_CHANGES,
      { keys, limit, ...window },
      readOptionsFor(context, 'history'),
    );
    return {
      fields: [
        { name: 'time', type: 'time', values: changes.map(({ atUs }) => usToMs(atUs)) },
        { name: 'name', type: 'string', values: changes.map(({ key }) => names.get(key) ?? key) },
        { name: 'state', type: 'state', values: changes.map(({ state }) => state) },
        { name: 'message', type: 'string', values: changes.map(({ message }) => message) },
      ],
      // The limit drops the oldest changes, so this is no series of which only the rows after a time could be sent.
      whole: true,
      // A change of state does not mean that another one is expected.
      ...updatedAt(changes.at(-1)?.atUs),
    };
  }
}

/** A status with an expected interval becomes late on its own, so its row has the time. */
function fieldsOf(rows: readonly StatusRow[]): FrameField[] {
  const staleAtMs = rows.map((row) => {
    const intervalMs = expectedIntervalMs(row);
    return intervalMs === null ? null : lateAt(usToMs(row.atUs), intervalMs);
  });
  return [
    { name: 'name', type: 'string', values: rows.map(displayName) },
    { name: 'state', type: 'state', values: rows.map(({ state }) => state) },
    { name: 'message', type: 'string', values: rows.map(({ message }) => message) },
    { name: 'time', type: 'time', values: rows.map(({ atUs }) => usToMs(atUs)) },
    { name: 'since', type: 'time', values: rows.map(({ sinceUs }) => usToMs(sinceUs)) },
    ...(staleAtMs.every((at) => at === null) ? [] : [{ name: 'staleAt', type: 'time' as const, values: staleAtMs }]),
  ];
}

/** Whether a panel's query would show the status. */
export function showsStatus({ source, match }: Query, key: string): boolean {
  return source === NAME && (typeof match !== 'string' || matchesGlob(match, key));
}

/** Returns the statuses with the worst states, so that the limit never drops a failure. They stay sorted by key. */
function mostUrgent(rows: readonly StatusRow[], limit: number): readonly StatusRow[] {
  if (rows.length <= limit) return rows;
  const urgency = (row: StatusRow): number => WORST_FIRST.indexOf(row.state);
  const selected = new Set(rows.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, limit));
  return rows.filter((row) => selected.has(row));
}

function updatedAt(newestUs: number | undefined): Pick<LoadedFrame, 'updatedAt'> {
  return newestUs === undefined ? {} : { updatedAt: usToMs(newestUs) };
}

/**
 * A panel has one freshness: that of the status that becomes late first, so that the others do not hide a silent one. If no
 * status has an expected interval, it is the freshness of the newest report.
 */
function freshnessOf(
  rows: readonly StatusRow[],
): Pick<LoadedFrame, 'updatedAt' | 'expectEveryMs' | 'expectedIntervals'> {
  const parts = rows.map((row) => ({
    updatedAt: usToMs(row.atUs),
    expectEveryMs: expectedIntervalMs(row) ?? undefined,
  }));
  const expectedIntervals = parts.filter((part): part is ExpectedInterval => part.expectEveryMs !== undefined);
  return { ...earliestStale(parts), ...(expectedIntervals.length === 0 ? {} : { expectedIntervals }) };
}
