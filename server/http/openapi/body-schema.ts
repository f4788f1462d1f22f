import type { ApiBodyOptions } from '@nestjs/swagger';
import { z, type ZodType } from 'zod';

type BodySchema = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

/** Nest's Swagger takes schemas of bodies only where it may check with them. */
export function openApi(schema: ZodType): BodySchema {
  return z.toJSONSchema(schema) as BodySchema;
}
