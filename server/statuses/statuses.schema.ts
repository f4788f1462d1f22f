import { z } from 'zod';
import { STATES } from '../common/states.js';
import { openApi } from '../http/openapi/body-schema.js';
import { boardPathSchema, readableNameSchema, sentTimeSchema } from '../http/openapi/push-schemas.js';
import { MAX_MESSAGE, MAX_NAME } from './status-report.js';

export const statusBody = openApi(
  z
    .union([
      z.enum(STATES),
      z.object({
        state: z.enum(STATES),
        name: z
          .string()
          .min(1)
          .max(MAX_NAME)
          .optional()
          .meta({ description: 'A title for people; the last given sticks' }),
        message: z.string().max(MAX_MESSAGE).optional(),
        at: sentTimeSchema,
        expectEvery: z.string().optional().meta({ description: 'A new report is promised this often', example: '5m' }),
      }),
    ])
    .meta({ example: { state: 'ok', message: 'All 12 backups are there' } }),
);

export const reportedSchema = z
  .object({
    key: z.string(),
    state: z.enum(STATES),
    message: z.string().optional(),
    at: z.string(),
    late: z.literal(true).optional().meta({ description: 'There is a newer report: this one changed no state' }),
    board: boardPathSchema,
  })
  .meta({ id: 'Reported' });
export type Reported = z.infer<typeof reportedSchema>;

const statusSchema = z
  .object({
    key: z.string(),
    name: readableNameSchema,
    state: z.enum(STATES),
    message: z.string().optional(),
    at: z.string().meta({ description: 'Of the last report' }),
    since: z.string().meta({ description: 'Of the first report of this state' }),
    expectEvery: z.string().optional().meta({ description: 'The promise that was given' }),
    learntEvery: z
      .string()
      .optional()
      .meta({ description: 'The promise that was learnt from regular arrivals, where none was given' }),
    endedAt: z.string().optional().meta({ description: 'The time since when no further report is expected' }),
  })
  .meta({ id: 'Status' });

const interval = z.object({
  from: z.string(),
  to: z.string(),
  state: z.enum(STATES).nullable().meta({ description: 'Null: nothing is known' }),
  message: z.string().optional().meta({ description: 'Of the report that it began with' }),
});

/** What is optional here comes with a part of time. */
export const statusHistorySchema = statusSchema
  .extend({
    from: z.string().optional(),
    to: z.string().optional(),
    uptime: z.number().nullable().optional().meta({ description: 'Per cent of what is known; null if nothing is' }),
    known: z.number().optional().meta({ description: 'Per cent of the time' }),
    intervals: z.array(interval).optional().meta({ description: 'Without a gap; at most 1,000, the newest' }),
    warning: z.string().optional().meta({ description: 'What is left out' }),
  })
  .meta({ id: 'StatusHistory' });

export const statusListSchema = z.object({ items: z.array(statusSchema) }).meta({ id: 'StatusList' });
