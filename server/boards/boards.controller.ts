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
import { boardFileErrorSchema, boardSchema, boardSummarySchema, type Board } from '../../wire/board.js';
import { ApiProblem } from '../http/openapi/api-problem.decorator.js';
import { entityTag, matchesIfNoneMatch } from '../http/entity-tags.js';
import { BodyAs } from '../http/bodies/request-bodies.js';
import { Invalidates } from '../dashboard/notifications/invalidates.decorator.js';
import { newBoardSchema } from './board-input.js';
import { boardListJson, boardListTag } from './board-list.js';
import { BoardsService } from './boards.service.js';
import { BoardFiles } from './files/board-files.js';
import { INBOX_SLUG } from './inbox.js';
import { boardTopic } from './board-topics.js';

const boardListSchema = z
  .object({ items: z.array(boardSummarySchema), fileErrors: z.array(boardFileErrorSchema).optional() })
  .meta({ id: 'BoardList' });

const JSON_TYPE = 'application/json; charset=utf-8';

const ApiNotFound = ApiProblem(404, 'The board does not exist');
const ApiGone = ApiProblem(410, 'The board was deleted');
const ApiInvalid = ApiProblem(422, 'The definition is invalid; `errors` says where');
const ApiTooLarge = ApiProblem(413, 'The definition is larger than 1 MiB');
const ApiLostRace = ApiProblem(412, 'The board has another version than If-Match');
const ApiComputed = ApiProblem(409, 'The board is read-only: it is the inbox, or it is defined by a file');
const SLUG = { name: 'slug', example: 'this-server' };

/** The board of the request, and the inbox, which shows what no board does. A slug that is yet to be found is news to nobody. */
function changedBoards(context: ExecutionContext): string[] {
  const { params, body } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { slug?: string } }>>();
  const slug: unknown = params.slug ?? (body as { slug?: unknown } | null | undefined)?.slug;
  const inbox = boardTopic(INBOX_SLUG);
  return typeof slug === 'string' ? [boardTopic(slug), inbox] : [inbox];
}

/** Definitions of boards: made, read, changed under If-Match, deleted. */
@ApiTags('boards')
@Controller('api/v1/boards')
export class BoardsController {
  constructor(
    private readonly boards: BoardsService,
    private readonly files: BoardFiles,
  ) {}

  /**
   * All boards, oldest first, those of files after those that are stored; the computed inbox is the last. Panels come without
   * `query` and `options`: `GET /api/v1/boards/{slug}` has the whole definition. `fileErrors` says what is wrong with files in
   * BOARDS_DIR, if anything. The `ETag` (RFC 9110, section 8.8.3) changes with each board's version and with the errors.
   */
  @Get()
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
   * Makes a board. A deleted board's slug may be used again. Types of panels and options that this version does not know are stored,
   * since clients may support them; in files of BOARDS_DIR they are errors.
   */
  @Post()
  @BodyAs('json')
  @Invalidates(changedBoards)
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
    void reply.header('location', `/api/v1/boards/${board.slug}`).header('etag', entityTag(board.version));
    return board;
  }

  /** A board's definition; its ETag is what PUT wants in If-Match. */
  @Get(':slug')
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
   * Replaces a board's definition. `If-Match` takes the ETag, a list of them, or `*` for whatever is there; weak tags
   * never match (RFC 9110, section 13.1.1). Of two who change the same version one wins, the other gets 412.
   */
  @Put(':slug')
  @BodyAs('json')
  @Invalidates(changedBoards)
  @ApiOperation({ summary: 'Replace a board definition, if its version is the one in If-Match' })
  @ApiParam(SLUG)
  @ApiHeader({ name: 'If-Match', required: true, example: '"3"' })
  @ApiOkResponse({ standardSchema: boardSchema, headers: { ETag: { schema: { type: 'string' } } } })
  @ApiNotFound
  @ApiComputed
  @ApiGone
  @ApiLostRace
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

  /** Deletes a board, which answers 410 from then on until its slug is made again. `If-Match` is heeded, not required. */
  @Delete(':slug')
  @HttpCode(204)
  @Invalidates(changedBoards)
  @ApiOperation({ summary: 'Delete a board' })
  @ApiParam(SLUG)
  @ApiHeader({ name: 'If-Match', required: false, example: '"3"' })
  @ApiNoContentResponse()
  @ApiNotFound
  @ApiComputed
  @ApiGone
  @ApiLostRace
  async delete(@Param('slug') slug: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    await this.boards.delete(slug, ifMatch);
  }
}
