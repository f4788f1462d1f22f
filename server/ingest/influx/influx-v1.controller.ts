import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Problem } from '../../base/problem.js';
import { BodyAs } from '../../base/request-bodies.js';
import { ApiLineProtocol, influxV1ErrorSchema } from './documentation.js';
import { influxV1Error } from './influx-errors.js';
import { InfluxWriter } from './influx-writer.js';

/** The version whose HTTP API this is; clients look whether there is one. */
const SPOKEN_VERSION = '1.8.10';

const CREATE_DATABASE = /^\s*CREATE\s+DATABASE\s/i;

const queryResultSchema = z
  .object({ results: z.array(z.object({ statement_id: z.int() })) })
  .meta({ id: 'InfluxQueryResult' });

/** What clients of InfluxDB 1 write: Telegraf's `outputs.influxdb`, scripts with curl. User and password are ignored. */
@ApiTags('from other tools')
@Controller()
export class InfluxV1Controller {
  constructor(private readonly influx: InfluxWriter) {}

  /** Stores line protocol. */
  @Post('write')
  @HttpCode(204)
  @BodyAs('protocolRaw', influxV1Error)
  @ApiLineProtocol('Line protocol, as InfluxDB 1 takes it', influxV1ErrorSchema)
  @ApiQuery({ name: 'db', required: false, description: 'Ignored, as is rp' })
  @ApiQuery({
    name: 'precision',
    required: false,
    enum: ['n', 'u', 'ms', 's', 'm', 'h'],
    description: 'Unit of the times',
  })
  write(@Body() body: Uint8Array | undefined, @Query('precision') precision: unknown): Promise<void> {
    return this.influx.write(body, precision);
  }

  /** Telegraf makes its database before it writes; there is nothing to make here. */
  @Post('query')
  @HttpCode(200)
  @BodyAs('smallRaw', influxV1Error)
  @Header('X-Influxdb-Version', SPOKEN_VERSION)
  @ApiOperation({ summary: 'Answers CREATE DATABASE, which InfluxDB 1 wants first; nothing else can be asked' })
  @ApiQuery({ name: 'q', required: false, example: 'CREATE DATABASE "telegraf"' })
  @ApiOkResponse({ standardSchema: queryResultSchema })
  @ApiResponse({ status: 400, description: 'Anything else', standardSchema: influxV1ErrorSchema })
  query(@Body() body: Uint8Array | undefined, @Query('q') inAddress: unknown): z.infer<typeof queryResultSchema> {
    const asked = inAddress ?? new URLSearchParams(Buffer.from(body ?? []).toString()).get('q') ?? '';
    if (typeof asked !== 'string' || !CREATE_DATABASE.test(asked)) {
      throw new Problem(
        400,
        'This is Boardcast, which takes what is written to InfluxDB: of queries it knows CREATE DATABASE alone. ' +
          'GET /api/v1/metrics reads what was stored.',
      );
    }
    return { results: [{ statement_id: 0 }] };
  }

  /** Whether the server is there. */
  @Get('ping')
  @HttpCode(204)
  @Header('X-Influxdb-Version', SPOKEN_VERSION)
  @Header('X-Influxdb-Build', 'Boardcast')
  @ApiOperation({ summary: 'Whether the server is there, as clients of InfluxDB ask (HEAD, too)' })
  @ApiNoContentResponse()
  ping(): void {
    // The status and the headers are the answer.
  }
}
