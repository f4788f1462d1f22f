import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../http/requires.decorator.js';
import { ApiProblem } from '../../http/openapi/api-problem.decorator.js';
import { Clock } from '../../common/time/clock.js';
import { boardNotFound } from '../../common/errors/board-not-found.js';
import { BodyAs } from '../../http/bodies/body-as.decorator.js';
import { NotificationQueue } from '../../dashboard/notifications/notification-queue.js';
import { MetricsService } from '../../metrics/metrics.service.js';
import { StatusesService } from '../../statuses/statuses.service.js';
import { TablesService } from '../../tables/tables.service.js';
import { ApiPushProblems, TOO_MANY_SERIES } from '../../http/openapi/push-problems.decorator.js';
import { BoardLocator } from '../../dashboard/contracts/board-locator.js';
import { EMPTY_BODY } from '../../http/bodies/empty-body.js';
import { parseWidget } from './parse-widget.js';

/** Accepts data of unchanged Smashing and Dashing jobs. The `auth_token` is ignored, because there are no accounts. */
@ApiTags('compatibility')
@Controller()
export class SmashingController {
  constructor(
    private readonly metrics: MetricsService,
    private readonly tables: TablesService,
    private readonly statuses: StatusesService,
    private readonly boards: BoardLocator,
    private readonly notifications: NotificationQueue,
    private readonly clock: Clock,
  ) {}

  /** Stores the data of a widget: https://github.com/Smashing/smashing#usage */
  @Post('widgets/*')
  @Requires('push')
  @HttpCode(204)
  @BodyAs('largeRaw')
  @ApiOperation({
    summary: 'Push the data of a Smashing widget',
    description:
      '`current` or `value` (a number, a number as a string, or a percentage such as `85%`), or else `points` (only the last one if they have ' +
      'no times), become the metric with the name of the widget. `items`, or `hrows` and `rows`, become the table. `text` and `status` ' +
      '(ok, warning, danger) become the status, and so does a value that is not a number. A space in the name becomes an underscore. ' +
      'Everything else is ignored.',
  })
  @ApiParam({ name: 'id', description: 'Name of the widget', example: 'karma' })
  @ApiBody({ schema: { type: 'object', example: { auth_token: 'YOUR_AUTH_TOKEN', current: 100 } } })
  @ApiNoContentResponse()
  @ApiPushProblems(TOO_MANY_SERIES)
  async push(@Param('*') id: string, @Body() body: Uint8Array = EMPTY_BODY): Promise<void> {
    const { key, samples, table, status } = parseWidget(id, body, this.clock.now());
    // Metrics are stored last: a retry replaces the table and the status, but would store values twice.
    if (table) await this.tables.put(key, Buffer.from(JSON.stringify(table)));
    if (status) await this.statuses.store([status]);
    await this.metrics.write(samples, 'smashing');
  }

  /** Makes clients reload a board, or all boards (`*`). */
  @Post('dashboards/:id')
  @Requires('push')
  @HttpCode(204)
  @BodyAs('smallRaw')
  @ApiOperation({
    summary: 'Reload a Smashing dashboard',
    description:
      'Marks all panels of the board as changed; `*` selects all boards. Every event is treated as `reload`.',
  })
  @ApiParam({ name: 'id', example: 'shop' })
  @ApiNoContentResponse()
  @ApiProblem(404, 'The board does not exist')
  async reload(@Param('id') id: string): Promise<void> {
    const slugs = this.boards.slugs().filter((slug) => id === '*' || slug === id);
    if (slugs.length === 0 && id !== '*') throw boardNotFound(id);
    if (slugs.length > 0) await this.notifications.publish(...slugs.map((slug) => `board:${slug}`));
  }
}
