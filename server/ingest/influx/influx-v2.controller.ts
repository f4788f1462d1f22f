import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../http/requires.decorator.js';
import { Clock } from '../../common/time/clock.js';
import { BodyAs } from '../../http/bodies/body-as.decorator.js';
import { ApiLineProtocol, influxV2ErrorSchema } from './line-protocol.decorator.js';
import { influxV2Error } from './influx-errors.js';
import { InfluxWriter } from './influx-writer.js';

const healthSchema = z
  .object({ name: z.string(), message: z.string(), status: z.literal('pass') })
  .meta({ id: 'InfluxHealth' });

const readySchema = z
  .object({ status: z.literal('ready'), started: z.string(), up: z.string() })
  .meta({ id: 'InfluxReady' });

const organizationsSchema = z
  .object({ orgs: z.array(z.object({ id: z.string(), name: z.string() })) })
  .meta({ id: 'InfluxOrganizations' });

const bucketsSchema = z
  .object({
    buckets: z.array(
      z.object({
        id: z.string(),
        orgID: z.string(),
        type: z.literal('user'),
        name: z.string(),
        retentionRules: z.array(z.never()),
      }),
    ),
  })
  .meta({ id: 'InfluxBuckets' });

/** The IDs of the only organization and the only bucket, which are used for all names. IDs have 16 hexadecimal digits. */
const [ORGANIZATION, BUCKET] = ['0000000000000001', '0000000000000002'];
const NAME = 'boardcast';

/** Accepts writes of InfluxDB 2 clients, such as Telegraf's `outputs.influxdb_v2` and the client libraries. */
@ApiTags('compatibility')
@Controller()
export class InfluxV2Controller {
  private readonly started: number;

  constructor(
    private readonly influx: InfluxWriter,
    private readonly clock: Clock,
  ) {
    this.started = clock.now();
  }

  /** Stores line protocol. */
  @Post('api/v2/write')
  @Requires('push')
  @HttpCode(204)
  @BodyAs('protocolRaw', influxV2Error)
  @ApiLineProtocol('Write line protocol, as in InfluxDB 2', influxV2ErrorSchema)
  @ApiQuery({ name: 'precision', required: false, enum: ['ns', 'us', 'ms', 's'], description: 'Unit of timestamps' })
  @ApiQuery({ name: 'bucket', required: false, description: 'Ignored' })
  @ApiQuery({ name: 'org', required: false, description: 'Ignored' })
  write(@Body() body: Uint8Array | undefined, @Query('precision') precision: unknown): Promise<void> {
    return this.influx.write(body, precision);
  }

  /** Responds to health checks. Proxmox VE and other clients send one before they write. */
  @Get('health')
  @Requires('nothing')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Check the health of the server, as InfluxDB 2 clients do' })
  @ApiOkResponse({ standardSchema: healthSchema })
  health(): z.infer<typeof healthSchema> {
    return { name: 'boardcast', message: 'ready for writes', status: 'pass' };
  }

  /** Returns how long the server has been running. */
  @Get('ready')
  @Requires('nothing')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Get the uptime of the server, for InfluxDB 2 clients' })
  @ApiOkResponse({ standardSchema: readySchema })
  ready(): z.infer<typeof readySchema> {
    const seconds = Math.round((this.clock.now() - this.started) / 1_000);
    return { status: 'ready', started: new Date(this.started).toISOString(), up: `${seconds}s` };
  }

  /** Returns an organization of the requested name. Clients need its id. */
  @Get('api/v2/orgs')
  @Requires('credentials')
  @ApiOperation({ summary: 'Get the organization, for InfluxDB 2 clients' })
  @ApiQuery({ name: 'org', required: false, example: 'home' })
  @ApiOkResponse({ standardSchema: organizationsSchema })
  organizations(@Query('org') name: unknown): z.infer<typeof organizationsSchema> {
    return { orgs: [{ id: ORGANIZATION, name: typeof name === 'string' ? name : NAME }] };
  }

  /** Returns a bucket of the requested name. Clients need its id. */
  @Get('api/v2/buckets')
  @Requires('credentials')
  @ApiOperation({ summary: 'Get the bucket, for InfluxDB 2 clients' })
  @ApiQuery({ name: 'name', required: false, example: 'sensors' })
  @ApiOkResponse({ standardSchema: bucketsSchema })
  buckets(@Query('name') name: unknown): z.infer<typeof bucketsSchema> {
    const bucket = { id: BUCKET, orgID: ORGANIZATION, type: 'user', retentionRules: [] } as const;
    return { buckets: [{ ...bucket, name: typeof name === 'string' ? name : NAME, retentionRules: [] }] };
  }
}
