import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../http/requires.decorator.js';
import { DEFAULT_RANGE, RANGES } from '../../wire/range.js';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { Clock } from '../common/time/clock.js';
import { BodyAs } from '../http/bodies/body-as.decorator.js';
import { usToIso } from '../common/time/timestamps.js';
import { validate } from '../common/validation/validate.js';
import { timeRangeOf } from '../common/time/requested-range.js';
import type { ListedHistory } from './status-history-response.js';
import type { ListedStatus } from './storage/status-row.js';
import { StatusesService } from './statuses.service.js';
import { showsStatus } from './statuses.source.js';
import { BoardLocator } from '../dashboard/contracts/board-locator.js';
import { KEY_PARAM } from '../http/openapi/key-param.js';
import { EMPTY_BODY } from '../http/bodies/empty-body.js';
import {
  type StoredReportResponse,
  storedReportSchema,
  statusBody,
  statusHistorySchema,
  statusListSchema,
} from './statuses.schema.js';
import { ApiKeyProblems, ApiPushProblems, TOO_MANY_SERIES } from '../http/openapi/push-problems.decorator.js';

const text = z.string().optional();
const rangeSchema = z.object({ range: text, from: text, to: text });

const PARAM = { ...KEY_PARAM, example: 'backup.nightly' };

/** The REST API of statuses. */
@ApiTags('statuses')
@Controller('api/v1/statuses')
export class StatusesController {
  constructor(
    private readonly statuses: StatusesService,
    private readonly boards: BoardLocator,
    private readonly clock: Clock,
  ) {}

  /** Stores a report. The response names the board that shows it, and is sent after the durable commit. */
  @Post('*')
  @Requires('push')
  @HttpCode(200)
  @BodyAs('smallRaw')
  @ApiOperation({
    summary: 'Report a status: `curl -d ok …`',
    description:
      'The content type is ignored. The body is JSON with a `state`, a form (`state=warn&message=slow`), or only a state. A report ' +
      'without a `message` clears the message. A report that is older than the last one does not change the state; a report with the ' +
      'same time replaces it. `expectEvery` stays in effect until it is changed; `0s` removes it. Changes the topics `status:<key>` and ' +
      '`statuses`.',
  })
  @ApiParam(PARAM)
  @ApiBody({ schema: statusBody })
  @ApiOkResponse({ standardSchema: storedReportSchema })
  @ApiPushProblems(TOO_MANY_SERIES)
  async report(@Param('*') key: string, @Body() body: Uint8Array | undefined): Promise<StoredReportResponse> {
    const { state, message, atUs, late } = await this.statuses.report(key, body ?? EMPTY_BODY);
    return {
      key,
      state,
      ...(message === undefined ? {} : { message }),
      at: usToIso(atUs),
      ...(late ? { late } : {}),
      board: this.boards.locateQuery((query) => showsStatus(query, key)),
    };
  }

  /** All statuses, by key. */
  @Get()
  @Requires('viewer')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'List all statuses, sorted by key' })
  @ApiOkResponse({ standardSchema: statusListSchema })
  list(): Promise<Uint8Array> {
    return this.statuses.list();
  }

  /** One status as last reported; with a part of time also how it was. */
  @Get('*')
  @Requires('viewer')
  @ApiOperation({
    summary: 'Get a status, optionally with its history',
    description:
      'With `range`, or with `from` and `to`, the response also has the `intervals` in that time and the `uptime`: the percentage of ' +
      'the known time in which the state was not `crit`. The time in state `unknown` and the time without reports (none yet, or the ' +
      'next one overdue by half of its expected interval) is not known. `known` is the known time as a percentage.',
  })
  @ApiParam(PARAM)
  @ApiQuery({ name: 'range', required: false, enum: RANGES })
  @ApiQuery({
    name: 'from',
    required: false,
    description:
      'Start of the time range, with `to` instead of `range`: ISO 8601 with a time zone, or a number since 1970',
  })
  @ApiQuery({ name: 'to', required: false })
  @ApiOkResponse({ standardSchema: statusHistorySchema })
  @ApiProblem(404, 'The status does not exist')
  @ApiProblem(422, 'The input is invalid; `errors` says where')
  get(@Param('*') key: string, @Query() query: unknown): Promise<ListedStatus | ListedHistory> {
    const requested = validate(rangeSchema, query);
    if (requested.range === undefined && requested.from === undefined && requested.to === undefined)
      return this.statuses.get(key);
    return this.statuses.history(key, timeRangeOf(requested, DEFAULT_RANGE, this.clock.now()));
  }

  /** Deletes a status. The next report creates it again. */
  @Delete('*')
  @Requires('editor')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a status' })
  @ApiParam(PARAM)
  @ApiNoContentResponse()
  @ApiKeyProblems('status')
  remove(@Param('*') key: string): Promise<void> {
    return this.statuses.remove(key);
  }
}
