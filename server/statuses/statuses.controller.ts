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
import { DEFAULT_RANGE, RANGES } from '../../wire/range.js';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { Clock } from '../common/time/clock.js';
import { BodyAs } from '../http/bodies/request-bodies.js';
import { isoOf } from '../common/time/timestamps.js';
import { parse } from '../common/validation/validate.js';
import { timeRangeOf } from '../dashboard/snapshots/requested-range.js';
import type { ListedHistory } from './status-history-answer.js';
import type { ListedStatus } from './status-row.js';
import { Statuses } from './statuses.js';
import { showsStatus } from './statuses.source.js';
import { BoardLocator } from '../dashboard/board-locator.js';
import { KEY_PARAM } from '../http/openapi/key-param.js';
import { NOTHING } from '../http/bodies/empty-body.js';
import { type Reported, reportedSchema, statusBody, statusHistorySchema, statusListSchema } from './statuses.schema.js';
import { ApiKeyProblems, ApiPushProblems, TOO_MANY } from '../http/openapi/push-problems.decorator.js';

const text = z.string().optional();
const askedSchema = z.object({ range: text, from: text, to: text });

const PARAM = { ...KEY_PARAM, example: 'backup.nightly' };

/** How things are, as they report it themselves. */
@ApiTags('statuses')
@Controller('api/v1/statuses')
export class StatusesController {
  constructor(
    private readonly statuses: Statuses,
    private readonly boards: BoardLocator,
    private readonly clock: Clock,
  ) {}

  /** Takes a report in; the answer says where it is to be seen. It is sent after the durable commit. */
  @Post('*')
  @HttpCode(200)
  @BodyAs('smallRaw')
  @ApiOperation({
    summary: 'Report a status: `curl -d ok …`',
    description:
      'The content type is ignored. The body is JSON with a "state", a form (`state=warn&message=slow`), or a state alone. A report without a message has ' +
      'none. One that is older than the last changes no state; an equal time replaces. The last "expectEvery" sticks; ' +
      '"0s" takes it back. Changes the topics `status:<key>` and `statuses`.',
  })
  @ApiParam(PARAM)
  @ApiBody({ schema: statusBody })
  @ApiOkResponse({ standardSchema: reportedSchema })
  @ApiPushProblems(TOO_MANY)
  async report(@Param('*') key: string, @Body() body: Uint8Array | undefined): Promise<Reported> {
    const { state, message, at, late } = await this.statuses.report(key, body ?? NOTHING);
    return {
      key,
      state,
      ...(message === undefined ? {} : { message }),
      at: isoOf(at),
      ...(late ? { late } : {}),
      board: this.boards.locateQuery((query) => showsStatus(query, key)),
    };
  }

  /** All statuses, by key. */
  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'All statuses as last reported, by key' })
  @ApiOkResponse({ standardSchema: statusListSchema })
  list(): Promise<Uint8Array> {
    return this.statuses.list();
  }

  /** One status as last reported; with a part of time also how it was. */
  @Get('*')
  @ApiOperation({
    summary: 'A status as last reported, and how it was',
    description:
      'With `range`, or both `from` and `to`, also its `intervals` over that time and its `uptime`: per cent of what is ' +
      'known in which it was not `crit`. `unknown` and silence (no report, or the next one overdue by half of its promise) ' +
      'count neither way: `known` says how much of the time, in per cent, the uptime is of.',
  })
  @ApiParam(PARAM)
  @ApiQuery({ name: 'range', required: false, enum: RANGES })
  @ApiQuery({
    name: 'from',
    required: false,
    description: 'Instead of a range, with `to`; written as times are pushed',
  })
  @ApiQuery({ name: 'to', required: false })
  @ApiOkResponse({ standardSchema: statusHistorySchema })
  @ApiProblem(404, 'There is no such status')
  @ApiProblem(422, 'Wrong; errors say where')
  get(@Param('*') key: string, @Query() query: unknown): Promise<ListedStatus | ListedHistory> {
    const asked = parse(askedSchema, query);
    if (asked.range === undefined && asked.from === undefined && asked.to === undefined) return this.statuses.get(key);
    return this.statuses.history(key, timeRangeOf(asked, DEFAULT_RANGE, this.clock.now()));
  }

  /** Deletes a status. The next report makes it anew. */
  @Delete('*')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a status' })
  @ApiParam(PARAM)
  @ApiNoContentResponse()
  @ApiKeyProblems('status')
  remove(@Param('*') key: string): Promise<void> {
    return this.statuses.remove(key);
  }
}
