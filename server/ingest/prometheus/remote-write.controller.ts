import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../http/requires.decorator.js';
import { Problem } from '../../common/errors/problem.js';
import { BodyAs } from '../../http/bodies/body-as.decorator.js';
import { MAX_PROTOCOL_BYTES } from '../../http/bodies/body-kinds.js';
import { MetricsService } from '../../metrics/metrics.service.js';
import { EMPTY_BODY } from '../../http/bodies/empty-body.js';
import { ApiSampleProblems } from './sample-problems.decorator.js';
import { DECODE_WRITE_REQUEST } from './decoding/prometheus-jobs.js';
import { UNSUPPORTED_VERSION } from './decoding/remote-write.js';

/** Receives remote_write 1.0 of Prometheus, Grafana Alloy and other senders. */
@ApiTags('compatibility')
@Controller('api/v1')
export class RemoteWriteController {
  constructor(private readonly writer: MetricsService) {}

  /** Stores samples, https://prometheus.io/docs/specs/prw/remote_write_spec/. */
  @Post(['write', 'push'])
  @Requires('push')
  @HttpCode(204)
  @BodyAs('snappyRaw')
  @ApiOperation({
    summary: 'Prometheus remote write 1.0',
    description:
      'A protobuf `WriteRequest` in the Snappy block format. The name of a metric is its key, and the other labels are its tags. Stale ' +
      'markers end their series. Values that are not finite and native histograms are skipped, because senders would drop the whole ' +
      'request after an error; `boardcast_ingest_skipped_total` counts them. Samples may arrive in any order. Senders retry after 5xx, ' +
      'and after 429 only with `retry_on_http_429`. Remote write 2.0 is answered with 415.',
  })
  @ApiConsumes('application/x-protobuf')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiNoContentResponse({ description: 'Stored' })
  @ApiSampleProblems()
  async write(
    @Body() body: Uint8Array | undefined,
    @Headers('content-encoding') encoding: string | undefined,
    @Headers('x-prometheus-remote-write-version') version: string | undefined,
  ): Promise<void> {
    if (version?.trim().startsWith('2')) {
      throw new Problem(415, UNSUPPORTED_VERSION);
    }
    // The specification has no other encoding, and some senders do not name it.
    const isSnappy = encoding === undefined || encoding.trim().toLowerCase() === 'snappy';
    const request = { body: body ?? EMPTY_BODY, isSnappy, maxBytes: MAX_PROTOCOL_BYTES };
    await this.writer.writeDecoded(DECODE_WRITE_REQUEST, request, 'prometheus');
  }
}
