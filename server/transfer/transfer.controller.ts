import { Body, Controller, Get, Header, HttpCode, Post, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../http/requires.decorator.js';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { Problem } from '../common/errors/problem.js';
import type { BodyShare } from '../http/bodies/body-memory-budget.js';
import { Clock } from '../common/time/clock.js';
import { receivedChunks } from '../http/bodies/received-chunks.js';
import { BodyAs } from '../http/bodies/body-as.decorator.js';
import { RequestBodyShare } from '../http/bodies/request-body-share.decorator.js';
import { Settings } from '../config/settings.js';
import { ApiPushProblems } from '../http/openapi/push-problems.decorator.js';
import { type ImportSummary, TransferService } from './transfer.service.js';

const NDJSON = 'application/x-ndjson';

const summarySchema = z
  .record(
    z.string(),
    z.object({ stored: z.int(), kept: z.int().meta({ description: 'Number of items that existed already' }) }),
  )
  .meta({
    id: 'ImportSummary',
    description: 'Counts by line type: boards, metrics and so on. Rollups are counted by bucket',
  });

/** Exports and imports all data, to move it to another machine or database, or to use it with other tools. */
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
  @Requires('admin')
  @Header('content-type', NDJSON)
  @Header('content-disposition', 'attachment; filename="boardcast.ndjson"')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Export all data as NDJSON',
    description:
      'Contains boards, webhook mappings, metrics with their points and rollups, statuses with their history, events, and tables. Times ' +
      'are microseconds since 1970. The last line is `{"type":"end"}`.',
  })
  @ApiProduces(NDJSON)
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiProblem(503, 'Too many exports are running: try again later')
  export(): StreamableFile {
    return new StreamableFile(this.transfers.export(), { type: NDJSON });
  }

  /** Takes an export in. Answered after the last of it is durable. */
  @Post('import')
  @Requires('admin')
  @HttpCode(200)
  @BodyAs('stream')
  @ApiOperation({
    summary: 'Import an export',
    description:
      'The body may have any size and may have a Content-Encoding. The import is canceled if no data arrives for ' +
      '`IMPORT_IDLE_TIMEOUT`. Existing data is kept: boards, webhook mappings, statuses and tables whose name exists are skipped, and ' +
      'equal points and events are stored once. So the same file can be imported again.',
  })
  @ApiConsumes(NDJSON)
  @ApiBody({ schema: { type: 'string' } })
  @ApiOkResponse({ standardSchema: summarySchema })
  @ApiPushProblems({
    400: 'The body is empty, or not encoded as its Content-Encoding says',
    408: 'No data arrived for `IMPORT_IDLE_TIMEOUT`; everything received before is stored',
    413: 'A line is too long',
    422: 'A line is invalid, and `detail` gives its number, or the file is cut off. All lines before are stored',
    429: 'MAX_SERIES is reached; all lines before are stored',
  })
  async import(@Body() body: unknown, @RequestBodyShare() share: BodyShare): Promise<ImportSummary> {
    if (!isIterable(body)) throw new Problem(400, 'The body is empty: send an export, as lines of JSON.');
    return this.transfers.import(receivedChunks(body, this.settings.importIdleTimeoutMs, this.clock), share);
  }
}

function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
