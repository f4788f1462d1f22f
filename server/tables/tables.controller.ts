import { Body, Controller, Delete, Get, Header, HttpCode, Param, Put as PutRoute } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Requires } from '../http/requires.decorator.js';
import { BodyAs } from '../http/bodies/body-as.decorator.js';
import { usToIso } from '../common/time/timestamps.js';
import { TablesService } from './tables.service.js';
import { showsTable } from './tables.source.js';
import { BoardLocator } from '../dashboard/contracts/board-locator.js';
import { KEY_PARAM } from '../http/openapi/key-param.js';
import { EMPTY_BODY } from '../http/bodies/empty-body.js';
import {
  type StoredTableResponse,
  storedTableSchema,
  tableBody,
  tableListSchema,
  tableSchema,
} from './tables.schema.js';
import { ApiKeyProblems, ApiPushProblems, TOO_MANY_SERIES } from '../http/openapi/push-problems.decorator.js';

const PARAM = { ...KEY_PARAM, example: 'shop.top-cities' };

/** The REST API of tables. */
@ApiTags('tables')
@Controller('api/v1/tables')
export class TablesController {
  constructor(
    private readonly tables: TablesService,
    private readonly boards: BoardLocator,
  ) {}

  /** Stores a table and replaces the previous one. The response is sent after the durable commit. */
  @PutRoute('*')
  @Requires('push')
  @HttpCode(200)
  @BodyAs('largeRaw')
  @ApiOperation({
    summary: 'Create or replace a table',
    description:
      'The content type is ignored. A table has at most 1,000 rows, 100 columns and 5 MiB. Strings have at most 1,000 characters; null ' +
      'is valid in every column. A column without a type has the type number or boolean if all its cells do, and string otherwise. ' +
      'Cells of the type `time` are ISO 8601 with a time zone, numbers since 1970, or dates without a time, which are the same date in ' +
      'every time zone. Changes the topic `table:<key>`.',
  })
  @ApiParam(PARAM)
  @ApiBody({ schema: tableBody })
  @ApiOkResponse({ standardSchema: storedTableSchema })
  @ApiPushProblems(TOO_MANY_SERIES)
  async put(@Param('*') key: string, @Body() body: Uint8Array | undefined): Promise<StoredTableResponse> {
    const { rows, atUs } = await this.tables.put(key, body ?? EMPTY_BODY);
    return { key, rows, at: usToIso(atUs), board: this.boards.locateQuery((query) => showsTable(query, key)) };
  }

  /** All tables without their cells, by key. */
  @Get()
  @Requires('viewer')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'List all tables, sorted by key, without their rows' })
  @ApiOkResponse({ standardSchema: tableListSchema })
  list(): Promise<Uint8Array> {
    return this.tables.list();
  }

  /** A table as it was put; its times are ISO 8601, its dates stay dates. */
  @Get('*')
  @Requires('viewer')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'Get a table' })
  @ApiParam(PARAM)
  @ApiOkResponse({ standardSchema: tableSchema })
  @ApiKeyProblems('table')
  get(@Param('*') key: string): Promise<Uint8Array> {
    return this.tables.get(key);
  }

  /** Deletes a table. */
  @Delete('*')
  @Requires('editor')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a table' })
  @ApiParam(PARAM)
  @ApiNoContentResponse()
  @ApiKeyProblems('table')
  remove(@Param('*') key: string): Promise<void> {
    return this.tables.remove(key);
  }
}
