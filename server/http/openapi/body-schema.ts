import type { ApiBodyOptions } from '@nestjs/swagger';
import { z, type ZodType } from 'zod';

type BodySchema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

/** Converts a schema that only documents a body: Nest's Swagger module accepts Zod schemas only for bodies that Nest validates. */
export function toOpenApiSchema(schema: ZodType): BodySchema {
  return z.toJSONSchema(schema) as BodySchema;
}
