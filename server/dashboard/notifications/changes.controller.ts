import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../http/requires.decorator.js';
import { ApiProblem } from '../../http/openapi/api-problem.decorator.js';
import { BodyAs } from '../../http/bodies/body-as.decorator.js';
import { validate } from '../../common/validation/validate.js';
import { NotificationQueue } from './notification-queue.js';

const topicSchema = z.string().min(1).max(256);
const changesSchema = z.object({ topics: z.array(topicSchema).max(100) }).meta({ id: 'Changes' });
const acceptedSchema = z.object({ accepted: z.int() }).meta({ id: 'Accepted' });

/** Publishes changes that the server cannot see by itself. */
@ApiTags('changes')
@Controller('api/v1/changes')
export class ChangesController {
  constructor(private readonly queue: NotificationQueue) {}

  /** Publishes that up to 100 topics changed. `board:<slug>` reloads all panels of the board. */
  @Post()
  @Requires('push')
  @HttpCode(200)
  @BodyAs('json')
  @ApiOperation({ summary: 'Publish changed topics' })
  @ApiOkResponse({ standardSchema: acceptedSchema })
  @ApiProblem(422, 'The body is not a list of at most 100 topics')
  async publish(@Body({ schema: changesSchema }) body: unknown): Promise<{ accepted: number }> {
    const { topics } = validate(changesSchema, body);
    if (topics.length > 0) await this.queue.publish(...topics);
    return { accepted: topics.length };
  }
}
