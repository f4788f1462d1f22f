import { z } from 'zod';
import { TAGS_DESCRIPTION } from '../common/tags.js';
import { toOpenApiSchema } from '../http/openapi/body-schema.js';
import { keySchema } from '../common/validation/key.schema.js';
import { MAX_UNIT } from '../common/validation/unit-problem.js';

/** These schemas only document the bodies. Values are checked by hand, on the hot path and in another thread. */
const point = {
  value: z.number(),
  at: z.union([z.string(), z.number()]).optional().meta({
    description:
      'ISO 8601 with a time zone, or a number since 1970 in s, ms, µs or ns, depending on its size. Default: now',
  }),
  tags: z
    .record(z.string(), z.string())
    .optional()
    .meta({
      description: TAGS_DESCRIPTION,
      example: { region: 'eu' },
    }),
  unit: z.string().max(MAX_UNIT).optional().meta({ example: 'ms' }),
  expectEvery: z.string().optional().meta({
    description: 'Expected interval between values; a series without a value for longer becomes late',
    example: '5m',
  }),
};

const valueSchema = z.union([z.number(), z.object(point)]).meta({ example: 42 });

const batchSchema = z
  .array(z.object({ key: keySchema, ...point }))
  .max(10_000)
  .meta({ example: [{ key: 'shop.orders', value: 42 }] });

export const valueBody = toOpenApiSchema(valueSchema);
export const batchBody = toOpenApiSchema(batchSchema);

export const storedValueSchema = z
  .object({
    key: z.string(),
    value: z.number(),
    at: z.string().meta({ description: 'Time of the value' }),
    board: z
      .string()
      .nullable()
      .meta({ description: 'Path of a board that shows the metric; null if none does', example: '/boards/inbox' }),
  })
  .meta({ id: 'StoredValue' });
export type StoredValueResponse = z.infer<typeof storedValueSchema>;

export const acceptedBatchSchema = z.object({ accepted: z.int() }).meta({ id: 'AcceptedBatch' });
