import { Injectable } from '@nestjs/common';
import { importEachLine, MAX_DEFINITION_LINE_BYTES } from '../transfer/import-each-line.js';
import { toNdjson } from '../transfer/ndjson.js';
import { Problem } from '../common/errors/problem.js';
import type { ImportCounts, NdjsonLines, Transfer } from '../transfer/transfer.js';
import { TransferRegistry } from '../transfer/transfer-registry.js';
import { NotificationQueue } from '../dashboard/notifications/notification-queue.js';
import { BoardCatalog } from './catalog/board-catalog.js';
import { BoardsService } from './boards.service.js';
import { boardTopic } from './board-topics.js';

/** Exports and imports the stored boards. Boards of files and the inbox are not exported. */
@Injectable()
export class BoardTransfer implements Transfer {
  readonly types = ['board'];
  readonly content = 'definitions';

  constructor(
    registry: TransferRegistry,
    private readonly boards: BoardsService,
    private readonly catalog: BoardCatalog,
    private readonly notifications: NotificationQueue,
  ) {
    registry.register(this);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- boards are in memory, but the interface is asynchronous
  async *export(): AsyncIterable<Uint8Array> {
    for (const { slug, title, range, timeZone, panels, readOnly } of this.catalog.stored()) {
      if (readOnly !== true) yield toNdjson([{ type: 'board', board: { slug, title, range, timeZone, panels } }]);
    }
  }

  import(_type: string, lines: NdjsonLines): Promise<ImportCounts> {
    return importEachLine(lines, ({ board }) => this.importBoard(board), MAX_DEFINITION_LINE_BYTES);
  }

  /** @returns false if a board with this slug exists already */
  private async importBoard(board: unknown): Promise<boolean> {
    try {
      const { slug } = await this.boards.create(board);
      await this.notifications.publish(boardTopic(slug));
      return true;
    } catch (error) {
      if (error instanceof Problem && error.getStatus() === 409) return false;
      throw error;
    }
  }
}
