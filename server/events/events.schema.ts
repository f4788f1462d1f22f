import { z } from 'zod';
import { TAGS_DESCRIPTION } from '../common/tags.js';
import { LEVELS } from '../common/states.js';
import { toOpenApiSchema } from '../http/openapi/body-schema.js';
import { boardPathSchema, sentTimeSchema } from '../http/openapi/push-schemas.js';
import { MAX_TEXT, MAX_TITLE } from './input/event-input.js';

const sentEventSchema = z.object({
  title: z.string().min(1).max(MAX_TITLE),
  level: z.enum(LEVELS).optional().meta({ description: 'Default: info' }),
  text: z.string().max(MAX_TEXT).optional(),
  at: sentTimeSchema,
  tags: z.record(z.string(), z.string()).optional().meta({ description: TAGS_DESCRIPTION }),
});

export const eventBody = toOpenApiSchema(
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

const warning = z
  .string()
  .optional()
  .meta({ description: 'Present if an event is older than `RETENTION`: it is deleted within a minute' });

const storedEventSchema = eventSchema.extend({ board: boardPathSchema, warning }).meta({ id: 'StoredEvent' });

/** Of one event, or of several. */
export const storedEventsSchema = z.union([
  storedEventSchema,
  z
    .object({ accepted: z.int().meta({ description: 'Number of stored events' }), warning })
    .meta({ id: 'AcceptedEvents' }),
]);
export type StoredEvents = z.infer<typeof storedEventsSchema>;

export const eventListSchema = z
  .object({
    items: z.array(eventSchema),
    next: z.string().optional().meta({ description: '`before` of the next page, if there may be more events' }),
  })
  .meta({ id: 'EventList' });
