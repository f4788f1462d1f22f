import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Requires } from '../http/requires.decorator.js';
import { RANGES } from '../../wire/range.js';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { Clock } from '../common/time/clock.js';
import { BodyAs } from '../http/bodies/body-as.decorator.js';
import { msToUs } from '../common/time/timestamps.js';
import { Settings } from '../config/settings.js';
import type { ListedEvent } from './storage/event-row.js';
import { EventsService } from './events.service.js';
import { showsEvent } from './events.source.js';
import { LEVELS } from '../common/states.js';
import { BoardLocator } from '../dashboard/contracts/board-locator.js';
import { parseEventFilter } from './input/parse-event-filter.js';
import { DEFAULT_LIMIT, MAX_LIMIT } from './storage/find-events.js';
import { EMPTY_BODY } from '../http/bodies/empty-body.js';
import { eventBody, eventListSchema, type StoredEvents, storedEventsSchema } from './events.schema.js';
import { ApiPushProblems } from '../http/openapi/push-problems.decorator.js';

/** The REST API of events. */
@ApiTags('events')
@Controller('api/v1/events')
export class EventsController {
  constructor(
    private readonly events: EventsService,
    private readonly boards: BoardLocator,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Stores one event or several. For one event, the response names the board that shows it. It is sent after the durable commit. */
  @Post()
  @Requires('push')
  @HttpCode(200)
  @BodyAs('smallRaw')
  @ApiOperation({
    summary: 'Push one or more events',
    description:
      'The content type is ignored. The body is one event, or several: a JSON array or NDJSON with one event per line, of at most ' +
      '64 KiB. Either all events are stored or none, and the response has their number. Events are kept for `RETENTION`. Unknown ' +
      'members are rejected. Changes the topic `events`.',
  })
  @ApiBody({ schema: eventBody })
  @ApiOkResponse({ standardSchema: storedEventsSchema })
  @ApiPushProblems()
  async add(@Body() body: Uint8Array | undefined): Promise<StoredEvents> {
    const { events, isBatch } = await this.events.add(body ?? EMPTY_BODY);
    const warning = this.warningOf(events);
    const [event] = events;
    if (isBatch || !event) return { accepted: events.length, ...warning };
    return { ...event, board: this.boards.locateQuery((query) => showsEvent(query, event)), ...warning };
  }

  private warningOf(events: readonly ListedEvent[]): { warning?: string } {
    const oldestMs = this.clock.now() - this.settings.retentionMs;
    if (events.every(({ at }) => Date.parse(at) >= oldestMs)) return {};
    return { warning: 'Events older than RETENTION are deleted within a minute.' };
  }

  /** The newest events, the newest first. */
  @Get()
  @Requires('viewer')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({
    summary: 'List events, newest first',
    description:
      'If the response has `next`, there may be more events: repeat the request with `before` set to it. One request searches at most ' +
      '50,000 events, so a response with few or no items may have `next` as well.',
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    example: DEFAULT_LIMIT,
    description: `Maximum number of events, up to ${MAX_LIMIT}`,
  })
  @ApiQuery({ name: 'level', required: false, enum: LEVELS, isArray: true, description: 'One or more levels' })
  @ApiQuery({ name: 'q', required: false, description: 'Words that must all be in the title or the text' })
  @ApiQuery({
    name: 'tags',
    required: false,
    isArray: true,
    type: String,
    example: ['service:shop'],
    description: 'Tags that the event must have, each as `name:value`',
  })
  @ApiQuery({ name: 'range', required: false, enum: RANGES })
  @ApiQuery({
    name: 'from',
    required: false,
    description: 'Earliest time: ISO 8601 with a time zone, or a number since 1970',
  })
  @ApiQuery({ name: 'to', required: false, description: 'Latest time' })
  @ApiQuery({ name: 'before', required: false, description: '`next` of the previous response' })
  @ApiOkResponse({ standardSchema: eventListSchema })
  @ApiProblem(422, 'The input is invalid; `errors` says where')
  list(@Query() query: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
    return this.events.list(parseEventFilter(query, msToUs(this.clock.now())));
  }
}
