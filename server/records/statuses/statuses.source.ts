import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Query } from '../../../wire/board.js';
import { type LoadedFrame, Source } from '../../dashboard/source.js';
import { Database } from '../../database/database.js';
import { millisOf } from '../../base/time.js';
import { isExact, matchesGlob } from '../glob.js';
import { MATCH_STATUSES } from '../jobs.js';
import type { State } from '../states.js';
import { STATUSES_TOPIC, statusTopic } from '../topics.js';
import type { StatusRow } from './status-row.js';

const NAME = 'statuses';
const DEFAULT_LIMIT = 200;
const MAX_LIMIT = 1_000;
const ALL = '*';

export const statusesQuerySchema = z.looseObject({
  source: z.literal(NAME),
  /** A key, or a pattern of keys in which `*` stands for any characters. Without it: all. */
  match: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9._:/*-]+$/, "must be a key, or a pattern of keys like 'shop.*'")
    .optional(),
  limit: z.int().min(1).max(MAX_LIMIT).optional(),
});
export type StatusesQuery = z.infer<typeof statusesQuerySchema>;

/** Which statuses matter most, where not all of them can be shown. */
const URGENCY: readonly State[] = ['crit', 'warn', 'unknown', 'ok'];

/** Answers panels with a row a status. Where nothing matches (yet) the frame is empty. */
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

  /** What time alone does to a status is told by `staleAt`. */
  override dependsOnTime(): boolean {
    return false;
  }

  override async load({ match = ALL, limit = DEFAULT_LIMIT }: StatusesQuery): Promise<LoadedFrame> {
    const rows = mostUrgent(await this.database.read(MATCH_STATUSES, { pattern: match }), limit);
    return {
      fields: [
        { name: 'name', type: 'string', values: rows.map(({ key }) => key) },
        { name: 'state', type: 'state', values: rows.map(({ state }) => state) },
        { name: 'message', type: 'string', values: rows.map(({ message }) => message) },
        { name: 'time', type: 'time', values: rows.map(({ at }) => millisOf(at)) },
        { name: 'since', type: 'time', values: rows.map(({ since }) => millisOf(since)) },
      ],
      ...freshnessOf(rows),
    };
  }
}

/** Whether a panel's query shows the status. */
export function showsStatus({ source, match }: Query, key: string): boolean {
  return source === NAME && (typeof match !== 'string' || matchesGlob(match, key));
}

/** Trouble is never what a limit leaves out. They stay in the order of their names. */
function mostUrgent(rows: readonly StatusRow[], limit: number): readonly StatusRow[] {
  if (rows.length <= limit) return rows;
  const urgency = (row: StatusRow): number => URGENCY.indexOf(row.state);
  const shown = new Set(rows.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, limit));
  return rows.filter((row) => shown.has(row));
}

/**
 * A panel has one freshness: that of the status whose promise breaks first, so that one that fell silent is not hidden
 * by the others. Without promises it is that of the newest report.
 */
function freshnessOf(rows: readonly StatusRow[]): Pick<LoadedFrame, 'updatedAt' | 'expectEveryMs'> {
  let first: { at: number; expectEveryMs: number; due: number } | undefined;
  let newest = -Infinity;
  for (const { at, expectEveryMs } of rows) {
    newest = Math.max(newest, at);
    if (expectEveryMs === null) continue;
    // Stale after one and a half periods, as every promise.
    const due = millisOf(at) + 1.5 * expectEveryMs;
    if (!first || due < first.due) first = { at, expectEveryMs, due };
  }
  if (first) return { updatedAt: millisOf(first.at), expectEveryMs: first.expectEveryMs };
  return newest === -Infinity ? {} : { updatedAt: millisOf(newest) };
}
