import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Requires } from '../http/requires.decorator.js';
import { BodyAs } from '../http/bodies/body-as.decorator.js';
import { MetricsService } from './metrics.service.js';
import { usToIso } from '../common/time/timestamps.js';
import { ApiPushProblems, TOO_MANY_SERIES } from '../http/openapi/push-problems.decorator.js';
import { BoardLocator } from '../dashboard/contracts/board-locator.js';
import { KEY_PARAM } from '../http/openapi/key-param.js';
import { EMPTY_BODY } from '../http/bodies/empty-body.js';
import {
  acceptedBatchSchema,
  batchBody,
  storedValueSchema,
  valueBody,
  type StoredValueResponse,
} from './push.schema.js';

/**
 * Receives values. The response is sent after the durable commit, so later reads return the stored values. Bodies are checked
 * by hand, because that is much faster; their schemas are only documentation.
 */
@ApiTags('metrics')
@ApiPushProblems({ 400: 'The body is neither a number nor valid JSON', ...TOO_MANY_SERIES })
@Controller('api/v1/metrics')
export class PushController {
  constructor(
    private readonly writer: MetricsService,
    private readonly boards: BoardLocator,
  ) {}

  /** Stores one value. The response names the board that shows it. */
  @Post('*')
  @Requires('push')
  @HttpCode(200)
  @BodyAs('smallRaw')
  @ApiOperation({
    summary: 'Push a value: `curl -d 42 …`',
    description:
      'The content type is ignored. The body is a number (also `+5`, `.5`, and `5%`, which sets the unit), a form (`value=5&unit=ms`), ' +
      'or JSON with a `value`. Without `at`, the server assigns strictly increasing times in each series. A point with the time of ' +
      'an existing point of the series replaces that point. Times before 1971 or older than the retention are rejected. `unit` and ' +
      '`expectEvery` stay in effect until they are changed; an empty `unit` and `0s` remove them. Unknown members are rejected. If a ' +
      'member is repeated, the last one counts.',
  })
  @ApiParam(KEY_PARAM)
  @ApiBody({ schema: valueBody })
  @ApiOkResponse({ standardSchema: storedValueSchema })
  async push(@Param('*') key: string, @Body() body: Uint8Array | undefined): Promise<StoredValueResponse> {
    const { value, atUs } = await this.writer.writeOne(key, body ?? EMPTY_BODY);
    return { key, value, at: usToIso(atUs), board: this.boards.locate(key) };
  }

  /** Stores a batch, all of it or nothing. */
  @Post()
  @Requires('push')
  @HttpCode(200)
  @BodyAs('largeRaw')
  @ApiOperation({
    summary: 'Push up to 10,000 values',
    description:
      'The content type is ignored. The body is a JSON array, or NDJSON with one object per line (blank lines are ignored), of at most ' +
      '5 MiB. Either all items are stored or none: an error names the invalid item by its index, counted from 0.',
  })
  @ApiBody({ schema: batchBody })
  @ApiOkResponse({ standardSchema: acceptedBatchSchema })
  async pushBatch(@Body() body: Uint8Array | undefined): Promise<{ accepted: number }> {
    return { accepted: await this.writer.writeBatch(body ?? EMPTY_BODY) };
  }
}
