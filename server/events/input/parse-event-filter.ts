import { z } from 'zod';
import { validationProblem, validate } from '../../common/validation/validate.js';
import { isRange, RANGE_MS, RANGES } from '../../../wire/range.js';
import { msToUs, parseTimeUs } from '../../common/time/timestamps.js';
import {
  DEFAULT_LIMIT,
  type EventFilter,
  type EventPosition,
  MAX_LIMIT,
  MAX_SEARCH_TEXT,
} from '../storage/find-events.js';
import { LEVELS } from '../../common/states.js';

const filterSchema = z.object({
  limit: z
    .string()
    .regex(/^\d{1,4}$/, `must be a number from 1 to ${MAX_LIMIT}`)
    .transform(Number)
    .pipe(z.int().min(1).max(MAX_LIMIT))
    .default(DEFAULT_LIMIT),
  level: z
    .union([z.string(), z.array(z.string())])
    .transform((levels) => (typeof levels === 'string' ? levels.split(',') : levels))
    .pipe(z.array(z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`)))
    .optional(),
  q: z.string().max(MAX_SEARCH_TEXT).optional(),
  tags: z
    .union([z.string(), z.array(z.string())])
    .transform((tags) => (typeof tags === 'string' ? [tags] : tags))
    .pipe(z.array(z.string().regex(/^[^:]+:/, 'must be a name and a value, like service:shop')))
    .transform((tags) => Object.fromEntries(tags.map((tag) => splitAt(tag, tag.indexOf(':')))))
    .optional(),
  range: z
    .string()
    .refine(isRange, `must be one of ${RANGES.join(', ')}`)
    .optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  before: z
    .string()
    .regex(/^\d{1,16}\.\d{1,15}$/, "must be the 'next' of an earlier response")
    .transform(parsePosition)
    .optional(),
});

/**
 * Parses the filter of a query string. Levels may be repeated (`level=warn&level=crit`) or separated by commas (`level=warn,crit`).
 * Tags are repeated (`tags=service:shop&tags=region:eu`), and an event must have all of them.
 * @throws Problem 422
 */
export function parseEventFilter(query: Readonly<Record<string, unknown>>, nowUs: number): EventFilter {
  const { limit, level, q, tags, range, from, to, before } = validate(filterSchema, query);
  const filter = { limit, levels: level, text: q, tags, before };
  if (range === undefined)
    return {
      ...filter,
      fromUs: parseTimeParameterUs('from', from, nowUs),
      toUs: parseTimeParameterUs('to', to, nowUs),
    };
  if (from === undefined && to === undefined) return { ...filter, fromUs: nowUs - msToUs(RANGE_MS[range]) };
  throw validationProblem([{ path: 'range', message: 'cannot be combined with from and to' }]);
}

function splitAt(text: string, index: number): [string, string] {
  return [text.slice(0, index), text.slice(index + 1)];
}

function parsePosition(text: string): EventPosition {
  const [at, id] = splitAt(text, text.indexOf('.'));
  return { atUs: Number(at), id: Number(id) };
}

function parseTimeParameterUs(path: string, text: string | undefined, nowUs: number): number | undefined {
  if (text === undefined) return undefined;
  const result = parseTimeUs(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text, nowUs);
  if (typeof result === 'string') throw validationProblem([{ path, message: result }]);
  return result;
}
