import { z } from 'zod';
import { fieldTypeSchema } from '../../wire/schemas/frame.js';
import { toOpenApiSchema } from '../http/openapi/body-schema.js';
import { boardPathSchema, readableNameSchema } from '../http/openapi/push-schemas.js';
import { MAX_ROWS } from './input/parse-table.js';
import { MAX_CELL } from './input/table-cells.js';
import { COLUMN_TYPES, MAX_COLUMNS } from './input/table-columns.js';

export const tableBody = toOpenApiSchema(
  z
    .object({
      columns: z
        .array(
          z.object({
            name: z.string(),
            type: z
              .enum(COLUMN_TYPES)
              .optional()
              .meta({ description: 'Default: number, boolean or string, depending on the cells' }),
            unit: z.string().optional(),
          }),
        )
        .min(1)
        .max(MAX_COLUMNS),
      rows: z
        .array(z.array(z.union([z.string().max(MAX_CELL), z.number(), z.boolean(), z.null()])))
        .max(MAX_ROWS)
        .meta({ description: 'One cell for each column' }),
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

export const storedTableSchema = z
  .object({
    key: z.string(),
    rows: z.int().meta({ description: 'Number of rows' }),
    at: z.string(),
    board: boardPathSchema,
  })
  .meta({ id: 'StoredTable' });
export type StoredTableResponse = z.infer<typeof storedTableSchema>;

const columns = z.array(z.object({ name: z.string(), type: fieldTypeSchema, unit: z.string().optional() }));

export const tableListSchema = z
  .object({
    items: z.array(z.object({ key: z.string(), name: readableNameSchema, at: z.string(), rows: z.int(), columns })),
  })
  .meta({ id: 'TableList' });

export const tableSchema = z
  .object({
    key: z.string(),
    at: z.string(),
    columns,
    rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  })
  .meta({ id: 'Table' });
