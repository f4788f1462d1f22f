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
import { ApiProblem } from '../../http/openapi/api-problem.decorator.js';
import { BodyAs, SentType } from '../../http/bodies/request-bodies.js';
import { isoOf } from '../../common/time/timestamps.js';
import { parse } from '../../common/validation/validate.js';
import { LEVELS, STATES } from '../../common/states.js';
import { cleanText } from '../../common/validation/printable-text.js';
import { ApiPushProblems, TOO_MANY } from '../../http/openapi/push-problems.decorator.js';
import type { TakenCollectd } from '../collectd/collectd.js';
import { NOTHING } from '../../http/bodies/empty-body.js';
import { openApi } from '../../http/openapi/body-schema.js';
import type { WebhookRecords } from './map-webhook.js';
import { checkedMapping, mappingSchema } from './mapping.js';
import { nameSchema } from './webhook-name.js';
import { type ListedMapping, Webhooks } from './webhooks.js';

const PARAM = { name: 'name', example: 'alertmanager' };

/** Characters of an event's text in the answer. */
const MAX_SHOWN_TEXT = 1_000;

const listedSchema = mappingSchema
  .partial()
  .extend({ name: z.string(), builtIn: z.boolean() })
  .meta({ id: 'Webhook', description: 'In a list, a mapping of more than 16,384 characters has only its name' });
const listSchema = z.object({ items: z.array(listedSchema) }).meta({ id: 'WebhookList' });

const takenSchema = z
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
          .meta({ description: `At most ${MAX_SHOWN_TEXT} characters of it` }),
        at: z.string(),
      }),
    ),
    metrics: z.array(z.object({ key: z.string(), value: z.number() })),
    ignored: z.string().optional().meta({ description: 'Why nothing was stored' }),
  })
  .meta({
    id: 'TakenWebhook',
    description: 'What was stored. Events that repeat (`onChange`, `once`) are not stored, and left out.',
  });
type Taken = z.infer<typeof takenSchema>;

const whetherSchema = z.object({ dryRun: z.enum(['', 'true', 'false', '1', '0']).optional() });

/** Any JSON that others send when something happens there. */
@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: Webhooks) {}

  /** All mappings. */
  @Get()
  @ApiOperation({ summary: 'All mappings: those that were put and those that come with Boardcast' })
  @ApiOkResponse({ standardSchema: listSchema })
  async list(): Promise<{ items: ListedMapping[] }> {
    return { items: await this.webhooks.list() };
  }

  /** One mapping. */
  @Get(':name')
  @ApiOperation({ summary: 'A mapping' })
  @ApiParam(PARAM)
  @ApiOkResponse({ standardSchema: listedSchema })
  @ApiProblem(404, 'There is no such mapping')
  get(@Param('name') name: string): Promise<ListedMapping> {
    return this.webhooks.get(checked(name));
  }

  /** Puts a mapping, in the place of the one before. */
  @Put(':name')
  @BodyAs('json')
  @ApiOperation({
    summary: 'Say what becomes of a webhook’s JSON',
    description:
      'Each rule makes a status, an event or a metric of the whole body, or of each element of a list in it (`each`). ' +
      'Expressions are JMESPath over `item`, `body` and `headers` (names in lower case); templates are text with ' +
      '`{{ expression }}` in it. A mapping has at most 256 KiB as JSON; expressions are parsed, not evaluated. POST with ' +
      '`?dryRun=true` shows what the mapping makes of a body.',
  })
  @ApiParam(PARAM)
  @ApiBody({ schema: openApi(mappingSchema) })
  @ApiOkResponse({ standardSchema: listedSchema })
  @ApiProblem(400, 'Not JSON')
  @ApiProblem(413, 'Too long')
  @ApiProblem(422, 'Wrong; errors say where')
  @ApiProblem(429, 'There are as many as MAX_WEBHOOKS allows')
  async put(@Param('name') name: string, @Body() body: unknown): Promise<ListedMapping> {
    const mapping = checkedMapping(body);
    await this.webhooks.put(checked(name), mapping);
    return { name, builtIn: false, ...mapping };
  }

  /** Deletes a mapping that was put. */
  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a mapping that was put' })
  @ApiParam(PARAM)
  @ApiNoContentResponse()
  @ApiProblem(404, 'There is no such mapping')
  @ApiProblem(409, 'It comes with Boardcast')
  remove(@Param('name') name: string): Promise<void> {
    return this.webhooks.remove(checked(name));
  }

  /** Takes a webhook in. It is answered after the durable commit. */
  @Post(':name')
  @HttpCode(200)
  @BodyAs('largeRaw')
  @ApiOperation({
    summary: 'Send a webhook: any JSON, or a form with JSON in `payload`',
    description:
      'Point GitHub, GitLab, Alertmanager or Grafana at `/api/v1/webhooks/github` (`gitlab`, `alertmanager`, `grafana`), ' +
      'or any other sender at a name whose mapping you stored. A webhook that no rule applies to is accepted and stores nothing; ' +
      '`ignored` says why. collectd’s plugin write_http sends JSON to `/api/v1/webhooks/collectd`. A mapping that takes longer ' +
      'than WEBHOOK_TIMEOUT is stopped: 422, and nothing is stored.',
  })
  @ApiParam(PARAM)
  @ApiQuery({ name: 'dryRun', required: false, type: Boolean, description: 'Only show what would become of it' })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({ schema: { type: 'object' } })
  @ApiOkResponse({ standardSchema: takenSchema })
  @ApiProblem(404, 'There is no such mapping')
  @ApiPushProblems({
    ...TOO_MANY,
    415: 'A form of another kind (multipart), or a Content-Encoding that is not known',
    503: 'Too many wait: try again after Retry-After',
  })
  async take(
    @Param('name') name: string,
    @Query() query: unknown,
    @Headers() headers: Readonly<Record<string, unknown>>,
    @SentType() type: string,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: Uint8Array = NOTHING,
  ): Promise<Taken> {
    const { dryRun = 'false' } = parse(whetherSchema, query);
    const act = dryRun === 'false' || dryRun === '0' ? 'take' : 'map';
    return shown(await this.webhooks[act](checked(name), { body, type, headers }, leftSignal(reply)));
  }
}

function checked(name: string): string {
  return parse(z.object({ name: nameSchema }), { name }).name;
}

/** Aborted when the client closes the connection before it is answered. */
function leftSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

function shown({ reports, events, samples, ignored }: WebhookRecords | TakenCollectd): Taken {
  return {
    statuses: reports.map(({ key, report: { state, name, message } }) => ({
      key,
      ...(name !== undefined && { name }),
      state,
      ...(message !== undefined && { message }),
    })),
    events: events.map(({ event: { title, level, text, at } }) => {
      const shownText = cleanText(text ?? '', MAX_SHOWN_TEXT);
      return { title, level, ...(shownText !== undefined && { text: shownText }), at: isoOf(at) };
    }),
    metrics: samples.map(({ key, value }) => ({ key, value })),
    ...(ignored !== undefined && { ignored }),
  };
}
