import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Requires } from '../../http/requires.decorator.js';
import { DEFAULT_RANGE, RANGES } from '../../../wire/range.js';
import { snapshotSchema } from '../../../wire/schemas/snapshot.js';
import { ApiProblem } from '../../http/openapi/api-problem.decorator.js';
import { matchesIfNoneMatch } from '../../http/entity-tags.js';
import { acceptsGzip } from '../../http/accepts-gzip.js';
import { SnapshotCache } from './snapshot-cache.js';

/** Serves the data of boards. */
@ApiTags('boards')
@Controller('api/v1/boards')
export class DashboardController {
  constructor(private readonly snapshots: SnapshotCache) {}

  /**
   * Returns a board's data at a revision. A complete snapshot has an ETag and is revalidated with it (304). With `since`
   * (`<epoch>.<revision>` that the client has of this time range) the snapshot contains only what changed, and is never cached
   * by clients. Errors: 404 unknown board, 410 deleted board, 422 invalid time range.
   */
  @Get(':slug/data')
  @Requires('board viewer')
  @ApiOperation({ summary: 'Get the data of a board, or what changed since a revision' })
  @ApiParam({ name: 'slug', example: 'this-server' })
  @ApiQuery({
    name: 'range',
    required: false,
    enum: RANGES,
    description: `Default: the range of the board, or ${DEFAULT_RANGE}`,
  })
  @ApiQuery({
    name: 'from',
    required: false,
    example: '2026-11-23T10:00:00Z',
    description: 'Start of a fixed time range, instead of `range`: ISO 8601 with a time zone, or a number since 1970',
  })
  @ApiQuery({
    name: 'to',
    required: false,
    example: '2026-11-23T12:00:00Z',
    description: 'End of the fixed time range: at most 366 days after `from`, and at most 24 h in the future',
  })
  @ApiQuery({ name: 'since', required: false, example: 'k3v9.42' })
  @ApiOkResponse({ standardSchema: snapshotSchema })
  @ApiResponse({ status: 304, description: 'Not modified: the data in If-None-Match is current' })
  @ApiProblem(404, 'The board does not exist')
  @ApiProblem(410, 'The board was deleted')
  @ApiProblem(422, 'The time range is invalid')
  async data(
    @Param('slug') slug: string,
    @Query('range') range: string | string[] | undefined,
    @Query('from') from: string | string[] | undefined,
    @Query('to') to: string | string[] | undefined,
    @Query('since') since: string | string[] | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const snapshot = await this.snapshots.get(
      slug,
      { range: last(range), from: last(from), to: last(to) },
      last(since),
    );
    if (since === undefined) {
      void reply.header('etag', snapshot.etag).header('cache-control', 'private, no-cache');
    } else {
      void reply.header('cache-control', 'no-store');
    }
    void reply.header('vary', 'accept-encoding');
    if (since === undefined && matchesIfNoneMatch(request.headers['if-none-match'] ?? '', snapshot.etag)) {
      void reply.status(304).send();
      return;
    }
    const compressed = acceptsGzip(request.headers['accept-encoding']) ? await snapshot.gzipped() : undefined;
    if (compressed) void reply.header('content-encoding', 'gzip');
    void reply.header('content-type', 'application/json; charset=utf-8').send(compressed ?? snapshot.body);
  }
}

/** Of a repeated parameter the last value counts. */
function last(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.at(-1) : value;
}
