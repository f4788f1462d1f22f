import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Delete,
  type ExecutionContext,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Post,
  Put,
  Res,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Requires } from '../http/requires.decorator.js';
import { boardFileErrorSchema, boardSchema, boardSummarySchema, type Board } from '../../wire/schemas/board.js';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { entityTag, matchesIfNoneMatch } from '../http/entity-tags.js';
import { BodyAs } from '../http/bodies/body-as.decorator.js';
import { Invalidates } from '../dashboard/notifications/invalidates.decorator.js';
import { newBoardSchema } from './input/board-input-reader.js';
import { boardListJson, boardListTag } from './board-list.js';
import { BoardsService } from './boards.service.js';
import { Settings } from '../config/settings.js';
import { BoardFilesService } from './board-files.service.js';
import { INBOX_SLUG } from './inbox/build-inbox.js';
import { boardTopic } from './board-topics.js';

const boardListSchema = z
  .object({ items: z.array(boardSummarySchema), fileErrors: z.array(boardFileErrorSchema).optional() })
  .meta({ id: 'BoardList' });

const JSON_TYPE = 'application/json; charset=utf-8';

const ApiNotFound = ApiProblem(404, 'The board does not exist');
const ApiGone = ApiProblem(410, 'The board was deleted');
const ApiInvalid = ApiProblem(422, 'The definition is invalid; `errors` says where');
const ApiTooLarge = ApiProblem(413, 'The definition is larger than 1 MiB');
const ApiVersionConflict = ApiProblem(412, 'The board has another version than If-Match');
const ApiReadOnly = ApiProblem(409, 'The board is read-only: it is the inbox, or it is defined by a file');
const SLUG = { name: 'slug', example: 'this-server' };

/** Returns the topics of the board in the request and of the inbox. A board whose slug is not known yet has no subscribers. */
function changedTopics(context: ExecutionContext): string[] {
  const { params, body } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { slug?: string } }>>();
  const slug: unknown = params.slug ?? (body as { slug?: unknown } | null | undefined)?.slug;
  const inbox = boardTopic(INBOX_SLUG);
  return typeof slug === 'string' ? [boardTopic(slug), inbox] : [inbox];
}

/** Creates, reads, replaces and deletes board definitions. */
@ApiTags('boards')
@Controller('api/v1/boards')
export class BoardsController {
  constructor(
    private readonly boards: BoardsService,
    private readonly files: BoardFilesService,
    private readonly settings: Settings,
  ) {}

  /**
   * Lists all boards: stored boards, oldest first, then boards of files, then the computed inbox. Panels have no `query` and no
   * `options`: `GET /api/v1/boards/{slug}` returns the whole definition. `fileErrors` has the errors of files in BOARDS_DIR, if
   * there are any. The `ETag` (RFC 9110, section 8.8.3) changes with the version of each board and with the errors.
   */
  @Get()
  @Requires('any board')
  @Header('content-type', JSON_TYPE)
  @ApiOperation({ summary: 'List all boards, with panels but without their queries and options' })
  @ApiOkResponse({ standardSchema: boardListSchema, headers: { ETag: { schema: { type: 'string' } } } })
  @ApiResponse({ status: 304, description: 'Not modified: the version in If-None-Match is current' })
  list(
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): StreamableFile | undefined {
    const boards = this.boards.list();
    const tag = boardListTag(boards, this.files.errors);
    void reply.header('etag', tag).header('cache-control', 'private, no-cache');
    if (ifNoneMatch !== undefined && matchesIfNoneMatch(ifNoneMatch, tag)) {
      void reply.status(304);
      return undefined;
    }
    const json = boardListJson(boards, this.files.errors);
    return new StreamableFile(Readable.from(json, { objectMode: false }), { type: JSON_TYPE });
  }

  /**
   * Creates a board. The slug of a deleted board can be used again. Unknown panel types and options are stored, because clients
   * may support them; in files of BOARDS_DIR they are errors.
   */
  @Post()
  @Requires('editor')
  @BodyAs('json')
  @Invalidates(changedTopics)
  @ApiOperation({ summary: 'Create a board; without a slug, the slug is derived from the title' })
  @ApiCreatedResponse({ standardSchema: boardSchema, headers: { Location: { schema: { type: 'string' } } } })
  @ApiProblem(409, 'The slug exists already')
  @ApiProblem(429, 'MAX_BOARDS is reached')
  @ApiTooLarge
  @ApiInvalid
  async create(
    @Body({ schema: newBoardSchema }) body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Board> {
    const board = await this.boards.create(body);
    void reply
      .header('location', `${this.settings.prefix}/api/v1/boards/${board.slug}`)
      .header('etag', entityTag(board.version));
    return board;
  }

  /** Returns the definition of a board. PUT needs its ETag in If-Match. */
  @Get(':slug')
  @Requires('board viewer')
  @ApiOperation({ summary: 'Get a board definition' })
  @ApiParam(SLUG)
  @ApiOkResponse({ standardSchema: boardSchema, headers: { ETag: { schema: { type: 'string' } } } })
  @ApiResponse({ status: 304, description: 'Not modified: the version in If-None-Match is current' })
  @ApiNotFound
  @ApiGone
  get(
    @Param('slug') slug: string,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Board | undefined {
    const board = this.boards.get(slug);
    const tag = entityTag(board.version);
    void reply.header('etag', tag).header('cache-control', 'private, no-cache');
    if (ifNoneMatch === undefined || !matchesIfNoneMatch(ifNoneMatch, tag)) return board;
    void reply.status(304);
    return undefined;
  }

  /**
   * Replaces a board definition. `If-Match` is an ETag, a list of ETags, or `*` for any version. Weak tags never match (RFC 9110,
   * section 13.1.1). If two clients change the same version, one of them gets 412.
   */
  @Put(':slug')
  @Requires('board editor')
  @BodyAs('json')
  @Invalidates(changedTopics)
  @ApiOperation({ summary: 'Replace a board definition, if its version is the one in If-Match' })
  @ApiParam(SLUG)
  @ApiHeader({ name: 'If-Match', required: true, example: '"3"' })
  @ApiOkResponse({ standardSchema: boardSchema, headers: { ETag: { schema: { type: 'string' } } } })
  @ApiNotFound
  @ApiReadOnly
  @ApiGone
  @ApiVersionConflict
  @ApiTooLarge
  @ApiInvalid
  @ApiProblem(428, 'If-Match is missing')
  async replace(
    @Param('slug') slug: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: newBoardSchema }) body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Board> {
    const board = await this.boards.replace(slug, ifMatch, body);
    void reply.header('etag', entityTag(board.version));
    return board;
  }

  /** Deletes a board. Its slug returns 410 until it is used for a new board. `If-Match` is optional. */
  @Delete(':slug')
  @Requires('board editor')
  @HttpCode(204)
  @Invalidates(changedTopics)
  @ApiOperation({ summary: 'Delete a board' })
  @ApiParam(SLUG)
  @ApiHeader({ name: 'If-Match', required: false, example: '"3"' })
  @ApiNoContentResponse()
  @ApiNotFound
  @ApiReadOnly
  @ApiGone
  @ApiVersionConflict
  async remove(@Param('slug') slug: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    await this.boards.delete(slug, ifMatch);
  }
}
