import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { BodyShare } from '../http/bodies/body-memory.js';
import { Clock } from '../common/time/clock.js';
import { importEachLine } from './import-each-line.js';
import { lineError, type LineObject, toNdjson } from './ndjson.js';
import { Problem } from '../common/errors/problem.js';
import { TransferRegistry } from './transfer-registry.js';
import { Settings } from '../config/settings.js';
import { ExportStreams } from './export-streams.js';
import { groupLines, type LineGroup } from './import-lines.js';

/** Of the lines, as this version writes and reads them. */
const FORMAT = 1;

const HEAD = 'boardcast';
const END = 'end';

/** What an import did, by type of line. */
export type ImportSummary = Record<string, { stored: number; kept: number }>;

/** Exports and imports everything that is stored, as lines of NDJSON. */
@Injectable()
export class TransferService {
  private readonly exports: ExportStreams;

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly registry: TransferRegistry,
  ) {
    this.exports = new ExportStreams(clock);
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
    yield toNdjson([{ type: HEAD, format: FORMAT, version: this.settings.version, exportedAt }]);
    for (const transfer of this.registry.all()) yield* transfer.export();
    yield toNdjson([{ type: END }]);
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
      if (group.type === HEAD) await importEachLine(group, checkFormat);
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
    const transfer = this.registry.ofType(type);
    if (!transfer) throw new Problem(422, lineError(first, `there is no type '${type}' in this version.`));
    const { stored, kept } = await transfer.import(type, { bytes, first });
    const sum = (summary[type] ??= { stored: 0, kept: 0 });
    sum.stored += stored;
    sum.kept += kept;
  }
}

/** Of the head nothing is stored. */
function checkFormat({ format }: LineObject): boolean {
  if (format === FORMAT) return false;
  throw new Problem(422, `this version reads the format ${FORMAT}, not ${String(format)}. Use a newer Boardcast.`);
}
