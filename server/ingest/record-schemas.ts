import { z } from 'zod';
import { fieldTypeSchema } from '../../wire/frame.js';
import { MAX_TEXT, MAX_TITLE } from '../records/events/event-input.js';
import { LEVELS, STATES } from '../records/states.js';
import { MAX_MESSAGE, MAX_NAME } from '../records/statuses/status-report.js';
import { MAX_ROWS } from '../records/tables/parse-table.js';
import { MAX_CELL } from '../records/tables/table-cells.js';
import { COLUMN_TYPES, MAX_COLUMNS } from '../records/tables/table-columns.js';
import { openApi } from './push-schemas.js';

/** The bodies are only documented here: they are checked by hand, a table's in another thread. */
const at = z
  .union([z.string(), z.number()])
  .optional()
  .meta({ description: 'ISO 8601 with a zone, or a number since 1970 whose size tells its unit' });

const board = z.string().nullable().meta({ description: 'Path of a board that shows it', example: '/boards/shop' });

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
        at,
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
    board,
  })
  .meta({ id: 'Reported' });
export type Reported = z.infer<typeof reportedSchema>;

const named = z.string().optional().meta({
  description: 'A readable name, if it differs from the key: a title, or the name that the key was made from',
});

const statusSchema = z
  .object({
    key: z.string(),
    name: named,
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
    notice: z.string().optional().meta({ description: 'What is left out' }),
  })
  .meta({ id: 'StatusHistory' });

export const statusListSchema = z.object({ items: z.array(statusSchema) }).meta({ id: 'StatusList' });

const sentEventSchema = z.object({
  title: z.string().min(1).max(MAX_TITLE),
  level: z.enum(LEVELS).optional().meta({ description: 'Default: info' }),
  text: z.string().max(MAX_TEXT).optional(),
  at,
  tags: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'At most 20; names up to 64, values up to 256 characters' }),
});

export const eventBody = openApi(
  z
    .union([sentEventSchema, z.array(sentEventSchema)])
    .meta({ example: { title: 'Deployed 1.4.2', level: 'ok', tags: { service: 'shop' } } }),
);

const eventSchema = z
  .object({
    id: z.int(),
    at: z.string(),
    level: z.enum(LEVELS),
    title: z.string(),
    text: z.string().optional(),
    tags: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Event' });

const warning = z.string().optional().meta({ description: 'Events older than RETENTION are deleted within a minute' });

const storedEventSchema = eventSchema.extend({ board, warning }).meta({ id: 'StoredEvent' });

/** Of one event, or of several. */
export const storedEventsSchema = z.union([
  storedEventSchema,
  z
    .object({ accepted: z.int().meta({ description: 'How many events were sent as a list' }), warning })
    .meta({ id: 'AcceptedEvents' }),
]);
export type StoredEvents = z.infer<typeof storedEventsSchema>;

export const eventListSchema = z
  .object({
    items: z.array(eventSchema),
    next: z.string().optional().meta({ description: 'There may be more: the `before` of the next page' }),
  })
  .meta({ id: 'EventList' });

export const tableBody = openApi(
  z
    .object({
      columns: z
        .array(
          z.object({
            name: z.string(),
            type: z.enum(COLUMN_TYPES).optional().meta({ description: 'Without it: number, boolean or string' }),
            unit: z.string().optional(),
          }),
        )
        .min(1)
        .max(MAX_COLUMNS),
      rows: z
        .array(z.array(z.union([z.string().max(MAX_CELL), z.number(), z.boolean(), z.null()])))
        .max(MAX_ROWS)
        .meta({ description: 'Each as long as there are columns' }),
    })
    .meta({
      example: {
        columns: [{ name: 'city' }, { name: 'orders', type: 'number' }],
        rows: [
          ['Ulm', 3],
          ['Jena', 5],
        ],
      },
    }),
);

export const putSchema = z
  .object({ key: z.string(), rows: z.int().meta({ description: 'How many there are' }), at: z.string(), board })
  .meta({ id: 'PutTable' });
export type Put = z.infer<typeof putSchema>;

const columns = z.array(z.object({ name: z.string(), type: fieldTypeSchema, unit: z.string().optional() }));

export const tableListSchema = z
  .object({ items: z.array(z.object({ key: z.string(), name: named, at: z.string(), rows: z.int(), columns })) })
  .meta({ id: 'TableList' });

export const tableSchema = z
  .object({
    key: z.string(),
    at: z.string(),
    columns,
    rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  })
  .meta({ id: 'Table' });
