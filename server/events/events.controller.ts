import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { RANGES } from '../../wire/range.js';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { Clock } from '../common/time/clock.js';
import { BodyAs } from '../http/bodies/request-bodies.js';
import { microsOf } from '../common/time/timestamps.js';
import { Settings } from '../config/settings.js';
import type { ListedEvent } from './event-row.js';
import { Events } from './events.js';
import { showsEvent } from './events.source.js';
import { LEVELS } from '../common/states.js';
import { BoardLocator } from '../dashboard/board-locator.js';
import { DEFAULT_EVENTS, readEventFilter } from './event-filter.js';
import { NOTHING } from '../http/bodies/empty-body.js';
import { eventBody, eventListSchema, type StoredEvents, storedEventsSchema } from './events.schema.js';
import { ApiPushProblems } from '../http/openapi/push-problems.decorator.js';

/** What happened. */
@ApiTags('events')
@Controller('api/v1/events')
export class EventsController {
  constructor(
    private readonly events: Events,
    private readonly boards: BoardLocator,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Stores an event, and the answer says where it is to be seen; or several. It is sent after the durable commit. */
  @Post()
  @HttpCode(200)
  @BodyAs('smallRaw')
  @ApiOperation({
    summary: 'Push an event, or several',
    description:
      'The content type is ignored. The body is an event, or several in up to 64 KiB, all or nothing: a JSON array, or one ' +
      'event on each line (NDJSON); then the answer says how many there were. Events are kept for RETENTION. Unknown ' +
      'members are refused. Changes the topic `events`.',
  })
  @ApiBody({ schema: eventBody })
  @ApiOkResponse({ standardSchema: storedEventsSchema })
  @ApiPushProblems()
  async add(@Body() body: Uint8Array | undefined): Promise<StoredEvents> {
    const { events, isBatch } = await this.events.add(body ?? NOTHING);
    const warning = this.warningOf(events);
    const [event] = events;
    if (isBatch || !event) return { accepted: events.length, ...warning };
    return { ...event, board: this.boards.locateQuery((query) => showsEvent(query, event)), ...warning };
  }

  private warningOf(events: readonly ListedEvent[]): { warning?: string } {
    const oldest = this.clock.now() - this.settings.retentionMs;
    if (events.every(({ at }) => Date.parse(at) >= oldest)) return {};
    return { warning: 'What is older than RETENTION is deleted within a minute.' };
  }

  /** The newest events, the newest first. */
  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'Events, the newest first',
    description:
      'Where `next` is in the answer there may be more: ask again with it as `before`. A search looks at 50,000 events in ' +
      'one go, so an answer with few items, or none, may have a `next` too.',
  })
  @ApiQuery({ name: 'limit', required: false, example: DEFAULT_EVENTS, description: 'At most so many, up to 500' })
  @ApiQuery({ name: 'level', required: false, enum: LEVELS, isArray: true, description: 'One, or several' })
  @ApiQuery({ name: 'q', required: false, description: 'Each of these words is in the title or the text' })
  @ApiQuery({
    name: 'tags',
    required: false,
    isArray: true,
    type: String,
    example: ['service:shop'],
    description: 'Names and values; all of them must be there',
  })
  @ApiQuery({ name: 'range', required: false, enum: RANGES })
  @ApiQuery({ name: 'from', required: false, description: 'Not before this time, written as times are pushed' })
  @ApiQuery({ name: 'to', required: false, description: 'Not after this time' })
  @ApiQuery({ name: 'before', required: false, description: 'Where an earlier answer ended: its `next`' })
  @ApiOkResponse({ standardSchema: eventListSchema })
  @ApiProblem(422, 'Wrong; errors say where')
  list(@Query() query: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
    return this.events.list(readEventFilter(query, microsOf(this.clock.now())));
  }
}
