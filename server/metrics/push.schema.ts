import { z } from 'zod';
import { openApi } from '../http/openapi/body-schema.js';
import { metricKeySchema } from './metrics-query.js';
import { MAX_UNIT } from './input/unit.js';

/** These only document the bodies: what is pushed is checked by hand, on the hot path and in another thread. */
const point = {
  value: z.number(),
  at: z
    .union([z.string(), z.number()])
    .optional()
    .meta({ description: 'ISO 8601 with a zone, or a number since 1970 whose size tells its unit' }),
  tags: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'At most 20; names up to 64, values up to 256 characters', example: { region: 'eu' } }),
  unit: z.string().max(MAX_UNIT).optional().meta({ example: 'ms' }),
  expectEvery: z.string().optional().meta({ description: 'A new value is promised this often', example: '5m' }),
};

const valueSchema = z.union([z.number(), z.object(point)]).meta({ example: 42 });

const batchSchema = z
  .array(z.object({ key: metricKeySchema, ...point }))
  .max(10_000)
  .meta({ example: [{ key: 'shop.orders', value: 42 }] });

export const valueBody = openApi(valueSchema);
export const batchBody = openApi(batchSchema);

export const pushedSchema = z
  .object({
    key: z.string(),
    value: z.number(),
    at: z.string().meta({ description: 'When it was measured' }),
    board: z.string().nullable().meta({ description: 'Path of the board that shows it', example: '/boards/inbox' }),
  })
  .meta({ id: 'Pushed' });
export type Pushed = z.infer<typeof pushedSchema>;

export const acceptedBatchSchema = z.object({ accepted: z.int() }).meta({ id: 'AcceptedBatch' });
