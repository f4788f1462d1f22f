import { applyDecorators, Body, Controller, Get, Header, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Requires } from '../../http/requires.decorator.js';
import { BodyAs } from '../../http/bodies/body-as.decorator.js';
import { ApiLineProtocol, influxV1ErrorSchema } from './line-protocol.decorator.js';
import { influxV1Error } from './influx-errors.js';
import { answerQuery, type QueryResult, queryResultSchema } from './influx-query.js';
import { InfluxWriter } from './influx-writer.js';

/** The version of InfluxDB whose API is implemented. Clients check it. */
const EMULATED_VERSION = '1.8.10';

const versionSchema = z.object({ version: z.string() }).meta({ id: 'InfluxVersion' });

/** Documents a query route. */
function ApiInfluxQuery(): MethodDecorator {
  return applyDecorators(
    Header('X-Influxdb-Version', EMULATED_VERSION),
    ApiOperation({
      summary: 'Answer the queries that InfluxDB 1 clients send before they write',
      description:
        'CREATE DATABASE and CREATE or ALTER RETENTION POLICY do nothing, SHOW DATABASES returns the one in `db`, and other ' +
        'SHOW statements return nothing. Other queries are rejected.',
    }),
    ApiQuery({ name: 'q', required: false, example: 'CREATE DATABASE "telegraf"' }),
    ApiQuery({ name: 'db', required: false, example: 'telegraf' }),
    ApiOkResponse({ standardSchema: queryResultSchema }),
    ApiResponse({ status: 400, description: 'Unsupported query', standardSchema: influxV1ErrorSchema }),
  );
}

/** Accepts writes of InfluxDB 1 clients, such as Telegraf's `outputs.influxdb` and scripts with curl. User and password are ignored. */
@ApiTags('compatibility')
@Controller()
export class InfluxV1Controller {
  constructor(private readonly influx: InfluxWriter) {}

  /** Stores line protocol. */
  @Post('write')
  @Requires('push')
  @HttpCode(204)
  @BodyAs('protocolRaw', influxV1Error)
  @ApiLineProtocol('Write line protocol, as in InfluxDB 1', influxV1ErrorSchema)
  @ApiQuery({ name: 'db', required: false, description: 'Ignored, like `rp`' })
  @ApiQuery({
    name: 'precision',
    required: false,
    enum: ['n', 'u', 'ms', 's', 'm', 'h'],
    description: 'Unit of timestamps',
  })
  write(@Body() body: Uint8Array | undefined, @Query('precision') precision: unknown): Promise<void> {
    return this.influx.write(body, precision);
  }

  /** Telegraf creates its database before it writes, which has no effect here. */
  @Post('query')
  @Requires('credentials')
  @HttpCode(200)
  @BodyAs('smallRaw', influxV1Error)
  @ApiInfluxQuery()
  query(@Body() body: Uint8Array | undefined, @Query() { q, db }: Readonly<Record<string, unknown>>): QueryResult {
    const form = new URLSearchParams(Buffer.from(body ?? []).toString());
    return answerQuery(textOf(q) ?? form.get('q') ?? '', textOf(db) ?? form.get('db') ?? undefined);
  }

  /** Answers the same queries with GET, which node-influx and many other clients use. */
  @Get('query')
  @Requires('credentials')
  @BodyAs('smallRaw', influxV1Error)
  @ApiInfluxQuery()
  queryByUrl(@Query() { q, db }: Readonly<Record<string, unknown>>): QueryResult {
    return answerQuery(textOf(q) ?? '', textOf(db));
  }

  /** Responds to availability checks. */
  @Get('ping')
  @Requires('nothing')
  @HttpCode(204)
  @Header('X-Influxdb-Version', EMULATED_VERSION)
  @Header('X-Influxdb-Build', 'Boardcast')
  @ApiOperation({ summary: 'Ping the server, as InfluxDB clients do (also HEAD)' })
  @ApiQuery({ name: 'verbose', required: false, example: 'true', description: 'Respond with 200 and the version' })
  @ApiNoContentResponse()
  @ApiOkResponse({ standardSchema: versionSchema })
  ping(
    @Query('verbose') verbose: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): z.infer<typeof versionSchema> | undefined {
    if (['', '0', 'false'].includes(textOf(verbose) ?? '')) return undefined;
    reply.status(200);
    return { version: EMULATED_VERSION };
  }
}

/** Ignores repeated parameters. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
