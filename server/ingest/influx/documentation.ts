import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z, type ZodType } from 'zod';

export const LINES_EXAMPLE = 'weather,location=eu temperature=21.5,humidity=71i 1767225600000000000';

export const LINES_RULES =
  'Each field becomes a metric `measurement.field` with the tags of its line; the field `value` is the measurement itself. ' +
  'Booleans are 1 and 0; texts are left out. All or nothing: of a line that is wrong the number is told. Deflated bodies ' +
  '(gzip) are taken. Authorization is taken and ignored: there are no accounts yet.';

export const influxV1ErrorSchema = z.object({ error: z.string() }).meta({ id: 'InfluxV1Error' });

export const influxV2ErrorSchema = z.object({ code: z.string(), message: z.string() }).meta({ id: 'InfluxV2Error' });

/** Documents what may be said of lines, in InfluxDB's own form. */
export function ApiInfluxErrors(standardSchema: ZodType): MethodDecorator {
  const errors: Readonly<Record<number, string>> = {
    400: 'A line is wrong',
    413: 'Too many bytes or points',
    422: 'Some of it was stored: there would be too many series',
    429: 'MAX_SERIES or MAX_SERIES_PER_METRIC is reached',
    503: 'Too many writes wait: try again',
    507: 'The disk takes nothing',
  };
  return applyDecorators(
    ...Object.entries(errors).map(([status, description]) =>
      ApiResponse({ status: Number(status), description, standardSchema }),
    ),
  );
}
