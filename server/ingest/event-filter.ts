import { z } from 'zod';
import { invalid, parse } from '../base/validate.js';
import { parseTime } from '../base/time.js';
import type { EventFilter } from '../records/events/event-row.js';
import { LEVELS } from '../records/states.js';

export const DEFAULT_EVENTS = 50;
const MAX_EVENTS = 500;

const filterSchema = z.object({
  limit: z
    .string()
    .regex(/^\d{1,4}$/, `must be a number from 1 to ${MAX_EVENTS}`)
    .transform(Number)
    .pipe(z.int().min(1).max(MAX_EVENTS))
    .default(DEFAULT_EVENTS),
  level: z
    .union([z.string(), z.array(z.string())])
    .transform((levels) => (typeof levels === 'string' ? levels.split(',') : levels))
    .pipe(z.array(z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`)))
    .optional(),
  from: z.string().optional(),
  to: z.string().optional(),
});

/**
 * The filter that a query string asks for. Levels may be repeated (`level=warn&level=crit`) or in one (`level=warn,crit`).
 * @param now microseconds.
 * @throws Problem 422
 */
export function readEventFilter(query: Readonly<Record<string, unknown>>, now: number): EventFilter {
  const { limit, level, from, to } = parse(filterSchema, query);
  return { limit, levels: level, from: timeOf('from', from, now), to: timeOf('to', to, now) };
}

function timeOf(path: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const time = parseTime(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text, now);
  if (typeof time === 'string') throw invalid([{ path, message: time }]);
  return time;
}
