import { Body, Controller, Get, Header, HttpCode, Post, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { Problem } from '../common/errors/problem.js';
import type { BodyShare } from '../http/bodies/body-memory.js';
import { Clock } from '../common/time/clock.js';
import { receivedPieces } from '../http/bodies/received-chunks.js';
import { BodyAs, BodyShareOf } from '../http/bodies/request-bodies.js';
import { Settings } from '../config/settings.js';
import { ApiPushProblems } from '../http/openapi/push-problems.decorator.js';
import { type ImportSummary, TransferService } from './transfer.service.js';

const NDJSON = 'application/x-ndjson';

const summarySchema = z
  .record(z.string(), z.object({ stored: z.int(), kept: z.int().meta({ description: 'Were here already' }) }))
  .meta({ id: 'ImportSummary', description: 'By type of line: boards, metrics and so on; of rollups their cells' });

/** Everything at once, to move to another machine or database, or to look into with other tools. */
@ApiTags('transfer')
@Controller('api/v1')
export class TransferController {
  constructor(
    private readonly transfers: TransferService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** All that is stored, as NDJSON. */
  @Get('export')
  @Header('content-type', NDJSON)
  @Header('content-disposition', 'attachment; filename="boardcast.ndjson"')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'All that is stored, as lines of JSON (NDJSON)',
    description:
      'Boards, mappings of webhooks, metrics with their points and what is left of older ones, statuses with their history, ' +
      'events, tables. Times are microseconds since 1970. The last line is `{"type":"end"}`.',
  })
  @ApiProduces(NDJSON)
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiProblem(503, 'Several exports are running: try again later')
  export(): StreamableFile {
    return new StreamableFile(this.transfers.export(), { type: NDJSON });
  }

  /** Takes an export in. Answered after the last of it is durable. */
  @Post('import')
  @HttpCode(200)
  @BodyAs('stream')
  @ApiOperation({
    summary: 'Take an export in',
    description:
      'Of any size and speed, also with a Content-Encoding, as long as something comes each IMPORT_IDLE_TIMEOUT. What is here already stays: boards, webhooks, statuses and tables of the ' +
      'same name are kept as they are, equal points and events count once. So the same file may be sent again.',
  })
  @ApiConsumes(NDJSON)
  @ApiBody({ schema: { type: 'string' } })
  @ApiOkResponse({ standardSchema: summarySchema })
  @ApiPushProblems({
    400: 'The body is empty, or not what its Content-Encoding says',
    408: 'Nothing came for IMPORT_IDLE_TIMEOUT; what came before is stored',
    413: 'A line is too long',
    422: 'Wrong, and in which line; what came before it is stored',
    429: 'MAX_SERIES is reached; what came before is stored',
  })
  async import(@Body() body: unknown, @BodyShareOf() share: BodyShare): Promise<ImportSummary> {
    if (!isIterable(body)) throw new Problem(400, 'The body is empty: send an export, as lines of JSON.');
    return this.transfers.import(receivedPieces(body, this.settings.importIdleTimeoutMs, this.clock), share);
  }
}

function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
