import { Controller, Delete, Get, Header, HttpCode, Param, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../http/requires.decorator.js';
import { timeZoneSchema } from '../../wire/schemas/board.js';
import { frameSchema } from '../../wire/schemas/frame.js';
import { DEFAULT_RANGE, RANGES } from '../../wire/range.js';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { validate } from '../common/validation/validate.js';
import { validateKey } from '../common/validation/validate-key.js';
import { Settings } from '../config/settings.js';
import { AGGREGATES } from './query/aggregate.js';
import { parseInterval } from '../../wire/interval.js';
import { MetricReader } from './metric-reader.js';
import { MetricsService } from './metrics.service.js';
import { aggregateSchema, everySchema } from './metrics-query.js';
import { KEY_PARAM } from '../http/openapi/key-param.js';

const historyQuerySchema = z.object({
  range: z.enum(RANGES).default(DEFAULT_RANGE),
  every: everySchema.optional(),
  aggregate: aggregateSchema.optional(),
  timeZone: timeZoneSchema.optional(),
});

const metricListSchema = z
  .object({
    items: z.array(
      z.object({
        key: z.string(),
        name: z
          .string()
          .optional()
          .meta({ description: 'Original name in the other system, if the key had to escape some of its characters' }),
        value: z.number(),
        at: z.string(),
        unit: z.string().optional(),
        expectEvery: z.string().optional().meta({ description: 'Expected interval that the sender set' }),
        inferredEvery: z
          .string()
          .optional()
          .meta({ description: 'Expected interval inferred from regular values, if the sender set none' }),
        endedAt: z.string().optional().meta({
          description:
            'When the series ended: when its sender ended it, or after ten times the expected interval without a value. Absent again after a new value',
        }),
        tags: z.record(z.string(), z.string()),
      }),
    ),
  })
  .meta({ id: 'MetricList' });

const historySchema = frameSchema
  .extend({ warning: z.string().optional().meta({ description: 'What the frame omits' }) })
  .meta({ id: 'History' });

const ApiNotFound = ApiProblem(404, 'The metric does not exist');
const ApiInvalid = ApiProblem(422, 'The input is invalid; `errors` says where');

/** Lists, reads and deletes stored metrics. */
@ApiTags('metrics')
@Controller('api/v1/metrics')
export class MetricsController {
  constructor(
    private readonly reader: MetricReader,
    private readonly writer: MetricsService,
    private readonly settings: Settings,
  ) {}

  /** Lists all series with their last values, with metrics in the order of their creation. */
  @Get()
  @Requires('viewer')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'List all series with their last values' })
  @ApiOkResponse({ standardSchema: metricListSchema })
  list(): Promise<Uint8Array> {
    return this.reader.list();
  }

  /** A metric's history as a frame: times, and a column for each of its series. */
  @Get('*')
  @Requires('viewer')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'Get the history of a metric',
    description:
      'Returns a frame: `time` (ms since 1970), then a number field for each series. Without `every` and `aggregate`, it contains the ' +
      'points with their own times if all of them fit into 600 rows. Otherwise it contains buckets, whose time is their start; the ' +
      'members `every` and `aggregate` of the field `time` contain the length of the buckets and how their points were combined (default: ' +
      '`avg`). Buckets shorter than a day are aligned to UTC. Days, weeks (from Monday) and months follow the calendar of `timeZone`, so ' +
      'a day may have 23 or 25 hours. Except for `sum` and `count`, each series ends with its last point. The frame has at most 600 ' +
      'rows per series and the 100 series with the newest values. `others` has the count, sum, minimum and maximum of the last values ' +
      'of the omitted series; for totals, `warning` says how many series there are. Percentiles use the nearest-rank method: they are ' +
      'exact for points, and within 1 % for data that is stored only as rollups of ten minutes or an hour.',
  })
  @ApiParam(KEY_PARAM)
  @ApiQuery({ name: 'range', required: false, enum: RANGES })
  @ApiQuery({
    name: 'every',
    required: false,
    example: '1m',
    description: 'Length of the buckets: 1s to 366d (`30s`, `5m`, `1h`, `1d`, `1w`), or 1mo, 2mo, 3mo, 4mo, 6mo, 12mo',
  })
  @ApiQuery({
    name: 'timeZone',
    required: false,
    example: 'Europe/Berlin',
    description: "IANA time zone of days, weeks and months. Default: the server's `TZ`, or UTC",
  })
  @ApiQuery({ name: 'aggregate', required: false, enum: AGGREGATES })
  @ApiOkResponse({ standardSchema: historySchema })
  @ApiNotFound
  @ApiInvalid
  async history(@Param('*') key: string, @Query() query: unknown): Promise<Uint8Array> {
    const { range, every, aggregate, timeZone = this.settings.timeZone } = validate(historyQuerySchema, query);
    return this.reader.history(validateKey(key), {
      range,
      every: every === undefined ? undefined : parseInterval(every),
      aggregate,
      timeZone,
    });
  }

  /** Deletes a metric: all its series and points. The next value creates it again. */
  @Delete('*')
  @Requires('editor')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a metric with all its series and points' })
  @ApiParam(KEY_PARAM)
  @ApiNoContentResponse()
  @ApiNotFound
  @ApiInvalid
  async remove(@Param('*') key: string): Promise<void> {
    await this.writer.remove(key);
  }
}
