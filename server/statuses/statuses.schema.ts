import { z } from 'zod';
import { STATES } from '../common/states.js';
import { toOpenApiSchema } from '../http/openapi/body-schema.js';
import { boardPathSchema, readableNameSchema, sentTimeSchema } from '../http/openapi/push-schemas.js';
import { MAX_MESSAGE, MAX_NAME } from './status-report.js';

export const statusBody = toOpenApiSchema(
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
          .meta({ description: 'Readable name; stays in effect until it is changed' }),
        message: z.string().max(MAX_MESSAGE).optional(),
        at: sentTimeSchema,
        expectEvery: z.string().optional().meta({
          description: 'Expected interval between reports; a status without a report for longer becomes late',
          example: '5m',
        }),
      }),
    ])
    .meta({ example: { state: 'ok', message: 'All 12 backups are there' } }),
);

export const storedReportSchema = z
  .object({
    key: z.string(),
    state: z.enum(STATES),
    message: z.string().optional(),
    at: z.string(),
    late: z
      .literal(true)
      .optional()
      .meta({ description: 'A newer report exists, so this one did not change the state' }),
    board: boardPathSchema,
  })
  .meta({ id: 'StoredReport' });
export type StoredReportResponse = z.infer<typeof storedReportSchema>;

const statusSchema = z
  .object({
    key: z.string(),
    name: readableNameSchema,
    state: z.enum(STATES),
    message: z.string().optional(),
    at: z.string().meta({ description: 'Time of the last report' }),
    since: z.string().meta({ description: 'Time of the first report of the current state' }),
    expectEvery: z.string().optional().meta({ description: 'Expected interval that the sender set' }),
    inferredEvery: z
      .string()
      .optional()
      .meta({ description: 'Expected interval inferred from regular reports, if the sender set none' }),
    endedAt: z.string().optional().meta({ description: 'When the status ended: no further report is expected' }),
  })
  .meta({ id: 'Status' });

const interval = z.object({
  from: z.string(),
  to: z.string(),
  state: z.enum(STATES).nullable().meta({ description: 'Null: not known' }),
  message: z.string().optional().meta({ description: 'Message of the first report of the interval' }),
});

/** The optional properties are present if a time range was requested. */
export const statusHistorySchema = statusSchema
  .extend({
    from: z.string().optional(),
    to: z.string().optional(),
    uptime: z
      .number()
      .nullable()
      .optional()
      .meta({ description: 'Percentage of the known time without `crit`; null if nothing is known' }),
    known: z.number().optional().meta({ description: 'Percentage of the time in which the state is known' }),
    intervals: z.array(interval).optional().meta({ description: 'Contiguous intervals, at most the newest 1,000' }),
    warning: z.string().optional().meta({ description: 'What the response omits' }),
  })
  .meta({ id: 'StatusHistory' });

export const statusListSchema = z.object({ items: z.array(statusSchema) }).meta({ id: 'StatusList' });
