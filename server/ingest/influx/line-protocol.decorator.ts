import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiNoContentResponse, ApiOperation } from '@nestjs/swagger';
import { z, type ZodType } from 'zod';
import { ApiPushErrors, TOO_MANY_SERIES } from '../../http/openapi/push-problems.decorator.js';
import { toOpenApiSchema } from '../../http/openapi/body-schema.js';

const LINES = z.string().meta({ example: 'weather,location=eu temperature=21.5,humidity=71i 1767225600000000000' });

export const influxV1ErrorSchema = z.object({ error: z.string() }).meta({ id: 'InfluxV1Error' });

export const influxV2ErrorSchema = z.object({ code: z.string(), message: z.string() }).meta({ id: 'InfluxV2Error' });

/** Documents a route that accepts line protocol. */
export function ApiLineProtocol(summary: string, errorSchema: ZodType): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary,
      description:
        'Each field becomes a metric `measurement.field` with the tags of its line; the field `value` becomes the metric ' +
        '`measurement`. Booleans are stored as 1 and 0; strings, NaN and infinities are skipped. Valid lines are stored even ' +
        'if others are invalid: then the response is 400 `partial write` with the number of the first invalid line and the ' +
        'number of invalid lines. Bodies may be compressed with gzip. Authorization is ignored: there are no accounts yet.',
    }),
    ApiConsumes('text/plain'),
    ApiBody({ schema: toOpenApiSchema(LINES) }),
    ApiNoContentResponse({ description: 'Stored' }),
    ApiPushErrors(errorSchema, {
      400: 'A line is invalid; if the message says `partial write`, all valid lines were stored',
      422: 'The limit of series was reached; some lines were stored',
      ...TOO_MANY_SERIES,
    }),
  );
}
