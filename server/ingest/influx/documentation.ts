import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiNoContentResponse, ApiOperation } from '@nestjs/swagger';
import { z, type ZodType } from 'zod';
import { ApiPushErrors, TOO_MANY } from '../../http/openapi/push-problems.decorator.js';
import { openApi } from '../../http/openapi/body-schema.js';

const LINES = z.string().meta({ example: 'weather,location=eu temperature=21.5,humidity=71i 1767225600000000000' });

export const influxV1ErrorSchema = z.object({ error: z.string() }).meta({ id: 'InfluxV1Error' });

export const influxV2ErrorSchema = z.object({ code: z.string(), message: z.string() }).meta({ id: 'InfluxV2Error' });

/** Documents a route that takes line protocol. */
export function ApiLineProtocol(summary: string, errorSchema: ZodType): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      summary,
      description:
        'Each field becomes a metric `measurement.field` with the tags of its line; the field `value` is the measurement ' +
        'itself. Booleans are 1 and 0; texts, NaN and infinities are left out. Lines that are right are stored even beside ' +
        'one that is wrong: then 400 says `partial write`, the number of the first such line, and how many there are. ' +
        'Deflated bodies (gzip) are taken. Authorization is taken and ignored: there are no accounts yet.',
    }),
    ApiConsumes('text/plain'),
    ApiBody({ schema: openApi(LINES) }),
    ApiNoContentResponse({ description: 'Stored' }),
    ApiPushErrors(errorSchema, {
      400: 'A line is wrong; the others were stored if it says `partial write`',
      422: 'Some of it was stored: there would be too many series',
      ...TOO_MANY,
    }),
  );
}
