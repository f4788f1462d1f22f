import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Requires } from '../../http/requires.decorator.js';
import { ApiProblem } from '../../http/openapi/api-problem.decorator.js';
import { BodyAs } from '../../http/bodies/body-as.decorator.js';
import { SentContentType } from '../../http/bodies/sent-content-type.decorator.js';
import { usToIso } from '../../common/time/timestamps.js';
import { validate } from '../../common/validation/validate.js';
import { LEVELS, STATES } from '../../common/states.js';
import { cleanText } from '../../common/validation/printable-text.js';
import { ApiPushProblems, TOO_MANY_SERIES } from '../../http/openapi/push-problems.decorator.js';
import type { StoredCollectd } from '../collectd/collectd.service.js';
import { EMPTY_BODY } from '../../http/bodies/empty-body.js';
import { toOpenApiSchema } from '../../http/openapi/body-schema.js';
import type { WebhookRecords } from './mapping/map-webhook.js';
import { parseMapping, mappingSchema } from './mapping.schema.js';
import { webhookNameSchema } from './webhook-name.schema.js';
import { type ListedMapping, WebhooksService } from './webhooks.service.js';

const PARAM = { name: 'name', example: 'alertmanager' };

/** Maximum length of an event's text in a response. */
const MAX_SHOWN_TEXT = 1_000;

const listedSchema = mappingSchema
  .partial()
  .extend({ name: z.string(), builtIn: z.boolean() })
  .meta({ id: 'Webhook', description: 'In lists, mappings of more than 16,384 characters have only a name' });
const listSchema = z.object({ items: z.array(listedSchema) }).meta({ id: 'WebhookList' });

const storedSchema = z
  .object({
    statuses: z.array(
      z.object({
        key: z.string(),
        name: z.string().optional(),
        state: z.enum(STATES),
        message: z.string().optional(),
      }),
    ),
    events: z.array(
      z.object({
        title: z.string(),
        level: z.enum(LEVELS),
        text: z
          .string()
          .optional()
          .meta({ description: `At most the first ${MAX_SHOWN_TEXT} characters` }),
        at: z.string(),
      }),
    ),
    metrics: z.array(z.object({ key: z.string(), value: z.number() })),
    ignored: z.string().optional().meta({ description: 'Why nothing was stored' }),
  })
  .meta({
    id: 'StoredWebhook',
    description: 'Stored items. Events that `onChange` or `once` suppressed are not included',
  });
type StoredWebhook = z.infer<typeof storedSchema>;

const querySchema = z.object({ dryRun: z.enum(['', 'true', 'false', '1', '0']).optional() });

/** The REST API of webhooks, which accept any JSON, and of their mappings. */
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  /** Returns all mappings. */
  @Get()
  @Requires('editor')
  @ApiOperation({ summary: 'List all webhook mappings, stored and built-in' })
  @ApiOkResponse({ standardSchema: listSchema })
  async list(): Promise<{ items: ListedMapping[] }> {
    return { items: await this.webhooks.list() };
  }

  /** Returns a mapping. */
  @Get(':name')
  @Requires('editor')
  @ApiOperation({ summary: 'Get a webhook mapping' })
  @ApiParam(PARAM)
  @ApiOkResponse({ standardSchema: listedSchema })
  @ApiProblem(404, 'The mapping does not exist')
  get(@Param('name') name: string): Promise<ListedMapping> {
    return this.webhooks.get(parseName(name));
  }

  /** Stores a mapping and replaces the previous one. */
  @Put(':name')
  @Requires('editor')
  @BodyAs('json')
  @ApiOperation({
    summary: 'Create or replace a webhook mapping',
    description:
      'Each rule maps the whole body, or each element of a list in it (`each`), to a status, an event or a metric. Expressions are ' +
      'JMESPath over `item`, `body` and `headers` (with lowercase names). Templates are text with `{{ expression }}` in it. A mapping has ' +
      'at most 256 KiB as JSON. Expressions are parsed but not evaluated: use POST with `?dryRun=true` to see the results of the ' +
      'mapping for a body.',
  })
  @ApiParam(PARAM)
  @ApiBody({ schema: toOpenApiSchema(mappingSchema) })
  @ApiOkResponse({ standardSchema: listedSchema })
  @ApiProblem(400, 'The body is not valid JSON')
  @ApiProblem(413, 'The mapping is too large')
  @ApiProblem(422, 'The input is invalid; `errors` says where')
  @ApiProblem(429, 'MAX_WEBHOOKS is reached')
  async put(@Param('name') name: string, @Body() body: unknown): Promise<ListedMapping> {
    const mapping = parseMapping(body);
    await this.webhooks.put(parseName(name), mapping);
    return { name, builtIn: false, ...mapping };
  }

  /** Deletes a stored mapping. */
  @Delete(':name')
  @Requires('editor')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a stored webhook mapping' })
  @ApiParam(PARAM)
  @ApiNoContentResponse()
  @ApiProblem(404, 'The mapping does not exist')
  @ApiProblem(409, 'The mapping is built in')
  remove(@Param('name') name: string): Promise<void> {
    return this.webhooks.remove(parseName(name));
  }

  /** Receives a webhook. The response is sent after the durable commit. */
  @Post(':name')
  @Requires('push')
  @HttpCode(200)
  @BodyAs('largeRaw')
  @ApiOperation({
    summary: 'Receive a webhook: JSON, or a form with JSON in `payload`',
    description:
      'Set the webhook URL of GitHub, GitLab, Alertmanager or Grafana to `/api/v1/webhooks/github` (`gitlab`, `alertmanager`, `grafana`), ' +
      'and of any other sender to the name of a mapping that you stored. A webhook that no rule applies to is accepted but stores nothing, ' +
      'and `ignored` contains the reason. The collectd plugin write_http sends JSON to `/api/v1/webhooks/collectd`. A mapping that takes longer than ' +
      '`WEBHOOK_TIMEOUT` is stopped with 422, and nothing is stored.',
  })
  @ApiParam(PARAM)
  @ApiQuery({
    name: 'dryRun',
    required: false,
    type: Boolean,
    description: 'Return the mapped items without storing them',
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({ schema: { type: 'object' } })
  @ApiOkResponse({ standardSchema: storedSchema })
  @ApiProblem(404, 'The mapping does not exist')
  @ApiPushProblems({
    ...TOO_MANY_SERIES,
    415: 'Unsupported form encoding (multipart) or Content-Encoding',
    503: 'Too many webhooks are pending: retry after Retry-After',
  })
  async receive(
    @Param('name') name: string,
    @Query() query: unknown,
    @Headers() headers: Readonly<Record<string, unknown>>,
    @SentContentType() type: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: Uint8Array = EMPTY_BODY,
  ): Promise<StoredWebhook> {
    const { dryRun = 'false' } = validate(querySchema, query);
    const method = dryRun === 'false' || dryRun === '0' ? 'store' : 'map';
    return toResponse(await this.webhooks[method](parseName(name), { body, type, headers }, disconnectSignal(reply)));
  }
}

function parseName(name: string): string {
  return validate(z.object({ name: webhookNameSchema }), { name }).name;
}

/** Returns a signal that is aborted when the client closes the connection before the response is sent. */
function disconnectSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

function toResponse({ reports, events, samples, ignored }: WebhookRecords | StoredCollectd): StoredWebhook {
  return {
    statuses: reports.map(({ key, report: { state, name, message } }) => ({
      key,
      ...(name !== undefined && { name }),
      state,
      ...(message !== undefined && { message }),
    })),
    events: events.map(({ event: { title, level, text, atUs } }) => {
      const shownText = cleanText(text ?? '', MAX_SHOWN_TEXT);
      return { title, level, ...(shownText !== undefined && { text: shownText }), at: usToIso(atUs) };
    }),
    metrics: samples.map(({ key, value }) => ({ key, value })),
    ...(ignored !== undefined && { ignored }),
  };
}
