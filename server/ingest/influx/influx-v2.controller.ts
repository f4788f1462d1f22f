import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { BodyAs } from '../../base/request-bodies.js';
import { ApiLineProtocol, influxV2ErrorSchema } from './documentation.js';
import { influxV2Error } from './influx-errors.js';
import { InfluxWriter } from './influx-writer.js';

const healthSchema = z
  .object({ name: z.string(), message: z.string(), status: z.literal('pass') })
  .meta({ id: 'InfluxHealth' });

/** What clients of InfluxDB 2 write: Telegraf's `outputs.influxdb_v2`, the client libraries. */
@ApiTags('from other tools')
@Controller()
export class InfluxV2Controller {
  constructor(private readonly influx: InfluxWriter) {}

  /** Stores line protocol. */
  @Post('api/v2/write')
  @HttpCode(204)
  @BodyAs('protocolRaw', influxV2Error)
  @ApiLineProtocol('Line protocol, as InfluxDB 2 takes it', influxV2ErrorSchema)
  @ApiQuery({ name: 'precision', required: false, enum: ['ns', 'us', 'ms', 's'], description: 'Unit of the times' })
  @ApiQuery({ name: 'bucket', required: false, description: 'Ignored' })
  @ApiQuery({ name: 'org', required: false, description: 'Ignored' })
  write(@Body() body: Uint8Array | undefined, @Query('precision') precision: unknown): Promise<void> {
    return this.influx.write(body, precision);
  }

  /** Proxmox VE and others ask before they write. */
  @Get('health')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Whether the server is there, as clients of InfluxDB 2 ask' })
  @ApiOkResponse({ standardSchema: healthSchema })
  health(): z.infer<typeof healthSchema> {
    return { name: 'boardcast', message: 'ready for writes', status: 'pass' };
  }
}
