import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from './requires.decorator.js';
import { type ClientConfig, clientConfigSchema } from '../../wire/schemas/client-config.js';
import { PROTOCOL } from '../../wire/protocol.js';
import { Settings } from '../config/settings.js';

/** Returns the settings that clients need before anything else. */
@ApiTags('server')
@Controller('api/v1/config')
export class ClientConfigController {
  constructor(private readonly settings: Settings) {}

  @Get()
  @Requires('page')
  @Header('Cache-Control', 'no-cache')
  @ApiOperation({ summary: 'Get the settings that clients need' })
  @ApiOkResponse({ standardSchema: clientConfigSchema })
  read(): ClientConfig {
    const { version, access, cacheTtlMs, notifyIntervalMs, pollIntervalMs, reconnectDelayMs, timeZone } = this.settings;
    return {
      version,
      protocol: PROTOCOL,
      access,
      cacheTtlMs,
      notifyIntervalMs,
      pollIntervalMs,
      reconnectDelayMs,
      timeZone,
      embedOrigins: [...this.settings.embedOrigins],
    };
  }
}
