import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { Requires } from '../http/requires.decorator.js';
import { Telemetry } from '../common/telemetry.js';

@ApiTags('server')
@Controller('metrics')
export class PrometheusController {
  constructor(private readonly telemetry: Telemetry) {}

  @Get()
  @Requires('viewer')
  @Header('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Metrics of this process in the Prometheus format' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  read(): Promise<string> {
    return this.telemetry.registry.metrics();
  }
}
