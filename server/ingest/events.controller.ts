import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../base/api-problem.js';
import { Clock } from '../base/clock.js';
import { BodyAs } from '../base/request-bodies.js';
import { microsOf } from '../base/time.js';
import { Events } from '../records/events/events.js';
import { showsEvent } from '../records/events/events.source.js';
import { LEVELS } from '../records/states.js';
import { BoardLocator } from './board-locator.js';
import { DEFAULT_EVENTS, readEventFilter } from './event-filter.js';
import { NOTHING } from './nothing.js';
import { eventBody, eventListSchema, type StoredEvent, storedEventSchema } from './record-schemas.js';
import { ApiPushProblems } from './api-problems.js';

/** What happened. */
@ApiTags('events')
@Controller('api/v1/events')
export class EventsController {
  constructor(
    private readonly events: Events,
    private readonly boards: BoardLocator,
    private readonly clock: Clock,
  ) {}

  /** Stores an event; the answer says where it is to be seen. It is sent after the durable commit. */
  @Post()
  @HttpCode(200)
  @BodyAs('smallRaw')
  @ApiOperation({
    summary: 'Push an event',
    description:
      'The content type is ignored. Events are kept for RETENTION. Unknown members are refused. Changes the topic ' +
      '`events`.',
  })
  @ApiBody({ schema: eventBody })
  @ApiOkResponse({ standardSchema: storedEventSchema })
  @ApiPushProblems()
  async add(@Body() body: Uint8Array | undefined): Promise<StoredEvent> {
    const event = await this.events.add(body ?? NOTHING);
    return { ...event, board: this.boards.locateQuery((query) => showsEvent(query, event)) };
  }

  /** The newest events, the newest first. */
  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'The newest events, the newest first' })
  @ApiQuery({ name: 'limit', required: false, example: DEFAULT_EVENTS, description: 'At most so many, up to 500' })
  @ApiQuery({ name: 'level', required: false, enum: LEVELS, isArray: true, description: 'One, or several' })
  @ApiQuery({ name: 'from', required: false, description: 'Not before this time, written as times are pushed' })
  @ApiQuery({ name: 'to', required: false, description: 'Not after this time' })
  @ApiOkResponse({ standardSchema: eventListSchema })
  @ApiProblem(422, 'Wrong; errors say where')
  list(@Query() query: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
    return this.events.list(readEventFilter(query, microsOf(this.clock.now())));
  }
}
