import { Injectable } from '@nestjs/common';
import { toLines } from '../base/ndjson.js';
import { Problem } from '../base/problem.js';
import type { Imported, Lines, Transfer } from '../base/transfer.js';
import { NotificationQueue } from '../dashboard/notification-queue.js';
import { BoardCatalogue } from './board-catalogue.js';
import { BoardsService } from './boards.service.js';
import { boardTopic } from './topics.js';

/** The stored boards. Those of files are in their files, and the inbox is computed. */
@Injectable()
export class BoardTransfer implements Transfer {
  readonly types = ['board'];

  constructor(
    private readonly boards: BoardsService,
    private readonly catalogue: BoardCatalogue,
    private readonly notifications: NotificationQueue,
  ) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- they are in memory, those of other rooms are not
  async *export(): AsyncIterable<Uint8Array> {
    const stored = this.catalogue.stored().filter(({ readOnly }) => readOnly !== true);
    if (stored.length > 0) yield toLines(stored.map(({ slug, title, range, panels }) => ({ type: 'board', board: { slug, title, range, panels } })));
  }

  async import(_type: string, { bytes, first }: Lines): Promise<Imported> {
    const lines = Buffer.from(bytes).toString().split('\n').filter(Boolean);
    let stored = 0;
    for (const [index, line] of lines.entries()) if (await this.make(line, first + index)) stored += 1;
    return { stored, kept: lines.length - stored };
  }

  /** Whether there was none of that name. */
  private async make(line: string, number: number): Promise<boolean> {
    try {
      const { board } = JSON.parse(line) as { board: unknown };
      const { slug } = await this.boards.create(board);
      await this.notifications.announce(boardTopic(slug));
      return true;
    } catch (error) {
      if (error instanceof Problem && error.getStatus() === 409) return false;
      if (error instanceof Problem) {
        throw new Problem(error.getStatus(), `Line ${number} cannot be imported: ${error.detail}`, error.errors);
      }
      throw error;
    }
  }
}
