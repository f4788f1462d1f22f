import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Requires } from '../../http/requires.decorator.js';
import { panelDataSchema } from '../../../wire/schemas/snapshot.js';
import { ApiProblem } from '../../http/openapi/api-problem.decorator.js';
import { BodyAs } from '../../http/bodies/body-as.decorator.js';
import { validate } from '../../common/validation/validate.js';
import { PreviewService, previewSchema } from './preview.service.js';

/** Runs queries for the panel editor. */
@ApiTags('boards')
@Controller('api/v1/preview')
export class PreviewController {
  constructor(private readonly previews: PreviewService) {}

  /**
   * Runs a query once, without caching the result, and returns it as panel data. If the source fails, the data has an `error`,
   * as on a board.
   */
  @Post()
  @Requires('viewer')
  @HttpCode(200)
  @BodyAs('json')
  @ApiOperation({ summary: 'Run a query without saving it in a panel' })
  @ApiOkResponse({ standardSchema: panelDataSchema })
  @ApiProblem(422, 'The query is invalid, or its source does not exist')
  @ApiProblem(429, 'Too many previews are running')
  async preview(@Body({ schema: previewSchema }) body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const closed = new AbortController();
    reply.raw.once('close', () => {
      closed.abort();
    });
    const json = await this.previews.load(validate(previewSchema, body), closed.signal);
    void reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store').send(json);
  }
}
