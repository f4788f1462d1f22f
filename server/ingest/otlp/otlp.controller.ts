import { Body, Controller, Header, HttpCode, Post, Res, UseFilters } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../http/requires.decorator.js';
import { Problem } from '../../common/errors/problem.js';
import { BodyAs } from '../../http/bodies/body-as.decorator.js';
import { SentContentType } from '../../http/bodies/sent-content-type.decorator.js';
import { EMPTY_BODY } from '../../http/bodies/empty-body.js';
import {
  type Encoding,
  JSON_TYPE,
  PROTOBUF,
  type PartialSuccess,
  type Signal,
  encodeSuccess,
} from './otlp-responses.js';
import { OtlpService } from './otlp.service.js';
import { OtlpFilter } from './otlp.filter.js';

const ENCODINGS: readonly string[] = [PROTOBUF, JSON_TYPE];

type Body = Uint8Array | undefined;

/**
 * OTLP/HTTP, https://opentelemetry.io/docs/specs/otlp/. Applications only need `OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:3000`.
 */
@ApiTags('OpenTelemetry')
@ApiConsumes(...ENCODINGS)
@ApiProduces(...ENCODINGS)
@ApiResponse({ status: 400, description: 'The body is not the expected message. All errors are a google.rpc.Status' })
@ApiResponse({
  status: 413,
  description: 'The body has more than 16 MiB after decompression, or too many points or records',
})
@ApiResponse({ status: 415, description: 'Neither protobuf nor JSON, or an unsupported Content-Encoding' })
@ApiResponse({ status: 503, description: 'Overloaded: retry after Retry-After' })
@UseFilters(OtlpFilter)
@Controller('v1')
export class OtlpController {
  constructor(private readonly otlp: OtlpService) {}

  /** Stores points. The response counts rejected points in `partial_success`. */
  @Post('metrics')
  @Requires('push')
  @HttpCode(200)
  @BodyAs('protocolRaw')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Push OpenTelemetry metrics (OTLP/HTTP)',
    description:
      'Gauges and sums are stored as they are: query a cumulative sum with `rate`, a delta sum with `sum`. Histograms and summaries become ' +
      '`<name>.count` and `.sum`, and the `.min`, `.max` and percentiles `.p50`, `.p95` and `.p99` since the previous export. Tags are the ' +
      'attributes of the point, `otel.scope.*`, and the resource attributes `service.name`, `service.namespace`, `service.instance.id` and ' +
      '`host.name`; without an instance ID, all identifying resource attributes. A point without a recorded value ends its series.',
  })
  @ApiBody({ schema: { type: 'object', description: 'ExportMetricsServiceRequest' } })
  @ApiOkResponse({ description: 'ExportMetricsServiceResponse' })
  @ApiResponse({ status: 429, description: 'MAX_SERIES or MAX_SERIES_PER_METRIC is reached; nothing was stored' })
  metrics(
    @Body() body: Body,
    @SentContentType() type: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return answer(reply, type, 'DataPoints', (isJson) => this.otlp.storeMetrics(body ?? EMPTY_BODY, isJson));
  }

  /** Stores log records as events. */
  @Post('logs')
  @Requires('push')
  @HttpCode(200)
  @BodyAs('protocolRaw')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Push OpenTelemetry logs (OTLP/HTTP) as events',
    description:
      'The first line of the body is the title, the whole body is the text, and attributes are tags. Warnings have the level `warn`, ' +
      'errors and above `crit`, and all others `info`. Changes the topic `events`.',
  })
  @ApiBody({ schema: { type: 'object', description: 'ExportLogsServiceRequest' } })
  @ApiOkResponse({ description: 'ExportLogsServiceResponse' })
  logs(
    @Body() body: Body,
    @SentContentType() type: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return answer(reply, type, 'LogRecords', (isJson) => this.otlp.storeLogs(body ?? EMPTY_BODY, isJson));
  }

  /** Accepts traces, because SDKs send them by default, and responds that all are rejected. */
  @Post('traces')
  @Requires('push')
  @HttpCode(200)
  @BodyAs('protocolRaw')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Accept and discard OpenTelemetry traces',
    description: 'Traces are not stored; `partialSuccess` reports all spans as rejected.',
  })
  @ApiBody({ schema: { type: 'object', description: 'ExportTraceServiceRequest' } })
  @ApiOkResponse({ description: 'ExportTraceServiceResponse' })
  traces(
    @Body() body: Body,
    @SentContentType() type: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return answer(reply, type, 'Spans', (isJson) => this.otlp.rejectTraces(body ?? EMPTY_BODY, isJson));
  }
}

async function answer(
  reply: FastifyReply,
  type: string,
  signal: Signal,
  store: (isJson: boolean) => Promise<PartialSuccess>,
): Promise<Buffer> {
  if (!isEncoding(type)) {
    throw new Problem(415, `The Content-Type must be ${ENCODINGS.join(' or ')}. OTLP/HTTP has no other encodings.`);
  }
  const rejection = await store(type === JSON_TYPE);
  void reply.header('Content-Type', type);
  return encodeSuccess(type, signal, rejection);
}

function isEncoding(type: string): type is Encoding {
  return ENCODINGS.includes(type);
}
