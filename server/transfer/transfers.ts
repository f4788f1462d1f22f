import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { BodyShare } from '../base/body-memory.js';
import { Clock } from '../base/clock.js';
import { importEach } from '../base/import-each.js';
import { lineWords, type Members, toLines } from '../base/ndjson.js';
import { Problem } from '../base/problem.js';
import type { Transfer } from '../base/transfer.js';
import { BoardTransfer } from '../boards/board-transfer.js';
import { Settings } from '../config/settings.js';
import { WebhookTransfer } from '../ingest/webhooks/webhook-transfer.js';
import { MetricTransfer } from '../metrics/transfer/metric-transfer.js';
import { RecordTransfer } from '../records/transfer/record-transfer.js';
import { ExportStreams } from './export-streams.js';
import { groupLines, type LineGroup } from './import-lines.js';

/** Of the lines, as this version writes and reads them. */
const FORMAT = 1;

const HEAD = 'boardcast';
const END = 'end';

/** What an import did, by type of line. */
export type ImportSummary = Record<string, { stored: number; kept: number }>;

/** Everything that is stored, as lines of NDJSON, out and in. */
@Injectable()
export class Transfers {
  private readonly rooms: readonly Transfer[];
  private readonly exports: ExportStreams;

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    boards: BoardTransfer,
    webhooks: WebhookTransfer,
    metrics: MetricTransfer,
    records: RecordTransfer,
  ) {
    this.exports = new ExportStreams(clock);
    this.rooms = [boards, webhooks, metrics, records];
  }

  /**
   * All lines, in chunks. It is no snapshot of one moment: what is written meanwhile may be in it or not. The first line
   * names the format, the last one says that nothing is missing.
   * @throws Problem 503 while too many exports run
   */
  export(): Readable {
    return this.exports.open(this.lines());
  }

  private async *lines(): AsyncIterable<Uint8Array> {
    const exportedAt = new Date(this.clock.now()).toISOString();
    yield toLines([{ type: HEAD, format: FORMAT, version: this.settings.version, exportedAt }]);
    for (const room of this.rooms) yield* room.export();
    yield toLines([{ type: END }]);
  }

  /**
   * Stores what an export holds, in its order. What is here already stays, so that the same file twice, or again after a
   * failure, does no harm.
   * @param share the memory that the part takes which waits to be stored
   * @throws Problem 422, 413 that names the line: what came before it is stored. Also if the end is missing.
   */
  async import(pieces: AsyncIterable<Uint8Array>, share: BodyShare): Promise<ImportSummary> {
    const summary: ImportSummary = {};
    let isWhole = false;
    for await (const group of groupLines(pieces, share)) {
      // Files one after the other are as good as one; the last of them may be cut off, too.
      isWhole = group.type === END;
      if (group.type === HEAD) await importEach(group, checkFormat);
      else if (!isWhole) await this.take(group, summary);
    }
    if (!isWhole) {
      throw new Problem(
        422,
        'The file is empty, or cut off: its last line is not { "type": "end" }. What came before is stored; send the whole file again.',
      );
    }
    return summary;
  }

  private async take({ type, first, bytes }: LineGroup, summary: ImportSummary): Promise<void> {
    const room = this.rooms.find(({ types }) => types.includes(type));
    if (!room) throw new Problem(422, lineWords(first, `there is no type '${type}' in this version.`));
    const { stored, kept } = await room.import(type, { bytes, first });
    const sum = (summary[type] ??= { stored: 0, kept: 0 });
    sum.stored += stored;
    sum.kept += kept;
  }
}

/** Of the head nothing is stored. */
function checkFormat({ format }: Members): boolean {
  if (format === FORMAT) return false;
  throw new Problem(422, `this version reads the format ${FORMAT}, not ${String(format)}. Use a newer Boardcast.`);
}
