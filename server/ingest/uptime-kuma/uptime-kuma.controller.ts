import { All, Controller, HttpCode, Param, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Requires } from '../../http/requires.decorator.js';
import { Problem } from '../../common/errors/problem.js';
import { BodyAs } from '../../http/bodies/body-as.decorator.js';
import { MetricsService } from '../../metrics/metrics.service.js';
import { StatusesService } from '../../statuses/statuses.service.js';
import { ApiPushErrors, TOO_MANY_SERIES } from '../../http/openapi/push-problems.decorator.js';
import { isSentByWebPage } from './browser-requests.js';
import { parseHeartbeat } from './heartbeat.js';
import { parseQueryParameters } from './query-parameters.js';

/** The response of Uptime Kuma. It has `msg` only if there is an error. */
const responseSchema = z.object({ ok: z.boolean(), msg: z.string().optional() }).meta({ id: 'UptimeKumaResponse' });
type UptimeKumaResponse = z.infer<typeof responseSchema>;

function uptimeKumaError(_status: number, msg: string): UptimeKumaResponse {
  return { ok: false, msg };
}

/** Accepts heartbeats for push monitors of Uptime Kuma. */
@ApiTags('compatibility')
@Controller('api/push')
export class UptimeKumaController {
  constructor(
    private readonly statuses: StatusesService,
    private readonly metrics: MetricsService,
  ) {}

  /**
   * Stores a heartbeat as the status `<token>` and the metric `<token>.ping` in milliseconds.
   * https://github.com/louislam/uptime-kuma/wiki/Internal-API
   */
  @All('*')
  @Requires('push')
  @HttpCode(200)
  @BodyAs('smallRaw', uptimeKumaError)
  @ApiOperation({
    summary: 'Report a heartbeat, like a push monitor of Uptime Kuma',
    description:
      'Accepts every method. The status `up`, or no status, is ok; every other status is crit. `ping` is stored as a metric.',
  })
  @ApiParam({ name: 'token', description: 'Push token, which is the key of the status', example: 'backup-nightly' })
  @ApiQuery({ name: 'status', required: false, enum: ['up', 'down'] })
  @ApiQuery({ name: 'msg', required: false, example: 'OK' })
  @ApiQuery({ name: 'ping', required: false, example: 12, description: 'Milliseconds' })
  @ApiOkResponse({ standardSchema: responseSchema })
  @ApiPushErrors(responseSchema, {
    403: 'The request was sent by a web page',
    422: 'The token is not a valid key',
    ...TOO_MANY_SERIES,
  })
  async push(@Param('*') token: string, @Req() { headers, originalUrl }: FastifyRequest): Promise<UptimeKumaResponse> {
    // Because GET requests store data here, pages of other sites could write with images, which browsers load without an Origin.
    if (isSentByWebPage(headers))
      throw new Problem(403, 'Web pages cannot report here. Open the URL itself, or use curl.');
    const { key, report, samples } = parseHeartbeat(token.replace(/\/$/, ''), parseQueryParameters(originalUrl));
    // The status is stored first, so that it is not lost if there are too many series for the ping.
    await this.statuses.store([{ key, report }]);
    await this.metrics.write(samples, 'uptime-kuma');
    return { ok: true };
  }
}
