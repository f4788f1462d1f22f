import { Body, Controller, Delete, HttpCode, Post, Put, Req } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Requires } from '../../http/requires.decorator.js';
import { ApiProblem } from '../../http/openapi/api-problem.decorator.js';
import { BodyAs } from '../../http/bodies/body-as.decorator.js';
import { SentContentType } from '../../http/bodies/sent-content-type.decorator.js';
import { MetricsService } from '../../metrics/metrics.service.js';
import type { PushGroup } from '../../metrics/storage/series-ends.js';
import { EMPTY_BODY } from '../../http/bodies/empty-body.js';
import { toOpenApiSchema } from '../../http/openapi/body-schema.js';
import { ApiSampleProblems } from './sample-problems.decorator.js';
import { type GroupingKey, parseGroupingKey } from './grouping-key.js';
import { DECODE_PUSH } from './decoding/prometheus-jobs.js';

/** The part of the path before the labels of the group. */
const PREFIX = '/metrics/';

const PATHS = ['job/*', 'job@base64/*'];

const GROUP_PARAM = {
  name: 'group',
  description: '`<job>{/<label>/<value>}`. If a label ends with `@base64`, its value is base64url-encoded',
  example: 'backup/instance/db-1',
};

const FORMATS =
  'The content type selects the format: the Prometheus text format (default), OpenMetrics, or delimited ' +
  '`io.prometheus.client.MetricFamily`. Labels in the path override labels of samples. Histograms and summaries become ' +
  '`_bucket`, `_count` and `_sum`. Duplicate series, inconsistent types and invalid names reject the whole push.';

const exposition = toOpenApiSchema(
  z.string().meta({ example: '# TYPE backup_duration_seconds gauge\nbackup_duration_seconds 42\n' }),
);

/**
 * The API of the Pushgateway, https://github.com/prometheus/pushgateway#api. A Pushgateway exposes a group until it is replaced. Here,
 * each push adds points to series that have the labels of the group. Series that a push replaces end, and their history stays.
 */
@ApiTags('compatibility')
@Controller('metrics')
export class PushGatewayController {
  constructor(private readonly writer: MetricsService) {}

  /** Stores a push to a group. Other series of the same metrics in the group end. */
  @Post(PATHS)
  @Requires('push')
  @HttpCode(200)
  @BodyAs('protocolRaw')
  @ApiOperation({
    summary: 'Push metrics of a group, like the Prometheus Pushgateway',
    description: `${FORMATS} Other series of the same metrics in the group end; their history is kept.`,
  })
  @ApiParam(GROUP_PARAM)
  @ApiConsumes('text/plain')
  @ApiBody({ schema: exposition })
  @ApiOkResponse({ description: 'Stored' })
  @ApiSampleProblems()
  add(
    @Req() request: FastifyRequest,
    @Body() body: Uint8Array | undefined,
    @SentContentType() type: string,
  ): Promise<void> {
    return this.push(request, body, type, 'metrics');
  }

  /** Stores a push to a group. All other series of the group end. */
  @Put(PATHS)
  @Requires('push')
  @HttpCode(200)
  @BodyAs('protocolRaw')
  @ApiOperation({
    summary: 'Replace all metrics of a group, like the Prometheus Pushgateway',
    description: `${FORMATS} All other series of the group end; their history is kept.`,
  })
  @ApiParam(GROUP_PARAM)
  @ApiConsumes('text/plain')
  @ApiBody({ schema: exposition })
  @ApiOkResponse({ description: 'Stored' })
  @ApiSampleProblems()
  replace(
    @Req() request: FastifyRequest,
    @Body() body: Uint8Array | undefined,
    @SentContentType() type: string,
  ): Promise<void> {
    return this.push(request, body, type, 'all');
  }

  /** Ends all series of a group. Their history stays. */
  @Delete(PATHS)
  @Requires('push')
  @HttpCode(202)
  @ApiOperation({
    summary: 'End all series of a group',
    description:
      'The series of exactly this group end; their history is kept. Use DELETE /api/v1/metrics/{key} to delete a metric.',
  })
  @ApiParam(GROUP_PARAM)
  @ApiAcceptedResponse({ description: 'The group has ended' })
  @ApiProblem(400, 'The path is not a valid group')
  async remove(@Req() request: FastifyRequest): Promise<void> {
    await this.writer.endGroup(groupOf(request).key);
  }

  private async push(
    request: FastifyRequest,
    body: Uint8Array | undefined,
    type: string,
    replaces: PushGroup['replaces'],
  ): Promise<void> {
    const { labels, key } = groupOf(request);
    const decoding = { body: body ?? EMPTY_BODY, format: formatOf(type), labels, group: { key, replaces } };
    await this.writer.writeDecoded(DECODE_PUSH, decoding, 'pushgateway');
  }
}

/** Parses the original URL, because an encoded `/` is not a separator, and `..` is an ordinary value. */
function groupOf({ url }: FastifyRequest): GroupingKey {
  const [path = ''] = url.split('?', 1);
  return parseGroupingKey(path.slice(PREFIX.length));
}

function formatOf(type: string): 'text' | 'openmetrics' | 'protobuf' {
  switch (type) {
    case 'application/openmetrics-text':
      return 'openmetrics';
    case 'application/vnd.google.protobuf':
      return 'protobuf';
    default:
      return 'text';
  }
}
