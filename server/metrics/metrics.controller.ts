import { Controller, Delete, Get, Header, HttpCode, Param, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { timeZoneSchema } from '../../wire/board.js';
import { frameSchema } from '../../wire/frame.js';
import { DEFAULT_RANGE, RANGES } from '../../wire/range.js';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { Problem } from '../common/errors/problem.js';
import { parse } from '../common/validation/validate.js';
import { Settings } from '../config/settings.js';
import { AGGREGATES } from './query/aggregate.js';
import { parseInterval } from './query/interval.js';
import { MetricReader } from './metric-reader.js';
import { MetricWriter } from './metric-writer.js';
import { aggregateSchema, everySchema, metricKeySchema } from './metrics-query.js';
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
          .meta({ description: 'The original name in another system, if the key had to escape characters of it' }),
        value: z.number(),
        at: z.string(),
        unit: z.string().optional(),
        expectEvery: z.string().optional().meta({ description: 'The promise that was given' }),
        learntEvery: z
          .string()
          .optional()
          .meta({ description: 'The promise that was learnt from regular arrivals, where none was given' }),
        endedAt: z.string().optional().meta({
          description:
            'When the series ended: its sender said so, or it stayed silent for ten times its expected interval. A new value clears it',
        }),
        tags: z.record(z.string(), z.string()),
      }),
    ),
  })
  .meta({ id: 'MetricList' });

const historySchema = frameSchema
  .extend({ warning: z.string().optional().meta({ description: 'What the frame leaves out' }) })
  .meta({ id: 'History' });

const ApiNotFound = ApiProblem(404, 'There is no such metric');
const ApiInvalid = ApiProblem(422, 'Wrong; errors say where');

/** What was pushed, read back and deleted. */
@ApiTags('metrics')
@Controller('api/v1/metrics')
export class MetricsController {
  constructor(
    private readonly reader: MetricReader,
    private readonly writer: MetricWriter,
    private readonly settings: Settings,
  ) {}

  /** All series with their last values: metrics in the order of first push. */
  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'All series with their last value, its time, unit and tags' })
  @ApiOkResponse({ standardSchema: metricListSchema })
  list(): Promise<Uint8Array> {
    return this.reader.list();
  }

  /** A metric's history as a frame: times, and a column for each of its series. */
  @Get('*')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'History of a metric',
    description:
      'A frame: `time` (ms since 1970), then a number field per series. Without `every` and `aggregate`, the points as they ' +
      'were sent, each with its own time, if all of them fit into 600 rows. Otherwise buckets, which begin at their time: ' +
      '`every` and `aggregate` of the field `time` say how long they are and what was made of their points (`avg` unless ' +
      'another one is asked for). Those shorter than a day are aligned to UTC; days, weeks (from Monday) and months follow the ' +
      'calendar of `timeZone`, so that a day may have 23 or 25 hours. Each series ends with its raw last point, except for ' +
      '`sum` and `count`. At most 600 rows a series, and the 100 series updated last: `others` has the count, sum, min and max of the last values of all further series; for ' +
      'totals, `warning` says how many there are. Percentiles are by nearest rank: exact over ' +
      'points, within 1 % where only rollups of ten minutes or hours are left.',
  })
  @ApiParam(KEY_PARAM)
  @ApiQuery({ name: 'range', required: false, enum: RANGES })
  @ApiQuery({
    name: 'every',
    required: false,
    example: '1m',
    description:
      'Length of the buckets: from 1s to 366d (`30s`, `5m`, `1h`, `1d`, `1w`), or 1mo, 2mo, 3mo, 4mo, 6mo, 12mo',
  })
  @ApiQuery({
    name: 'timeZone',
    required: false,
    example: 'Europe/Berlin',
    description: "Time zone (IANA) in which days, weeks and months begin. Default: the server's `TZ`, else UTC",
  })
  @ApiQuery({ name: 'aggregate', required: false, enum: AGGREGATES })
  @ApiOkResponse({ standardSchema: historySchema })
  @ApiNotFound
  @ApiInvalid
  async history(@Param('*') key: string, @Query() query: unknown): Promise<Uint8Array> {
    const { range, every, aggregate, timeZone = this.settings.timeZone } = parse(historyQuerySchema, query);
    return this.reader.history(checkedKey(key), {
      range,
      every: every === undefined ? undefined : parseInterval(every),
      aggregate,
      timeZone,
    });
  }

  /** Deletes a metric: all its series and points. The next value makes it anew. */
  @Delete('*')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a metric with all its series and points' })
  @ApiParam(KEY_PARAM)
  @ApiNoContentResponse()
  @ApiNotFound
  @ApiInvalid
  async remove(@Param('*') key: string): Promise<void> {
    if (!(await this.writer.remove(checkedKey(key)))) throw new Problem(404, `There is no metric '${key}'.`);
  }
}

function checkedKey(key: string): string {
  return parse(z.object({ key: metricKeySchema }), { key }).key;
}
