import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { BodyShare } from '../http/bodies/body-memory-budget.js';
import { Clock } from '../common/time/clock.js';
import { importEachLine } from './import-each-line.js';
import { lineError, type LineObject, toNdjson } from './ndjson.js';
import { Problem } from '../common/errors/problem.js';
import { TransferRegistry } from './transfer-registry.js';
import { Settings } from '../config/settings.js';
import { ExportStreams } from './export-streams.js';
import { END, groupLines, type LineGroup } from './import-lines.js';

/** The version of the export format. */
const FORMAT = 1;

const HEAD = 'boardcast';

/** The result of an import by type of line. */
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
   * Exports all lines, in chunks. The export is not a snapshot: data that is written in the meantime may or may not be in it. The first line
   * names the format, and the last one shows that the export is complete.
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
   * Imports an export in its order. Existing data is kept, so that the same file can be imported again, for example after a failure.
   * @param share the memory for lines that are not stored yet
   * @throws Problem 422 or 413 that names the line, or 422 if the end is missing; the lines before are stored
   */
  async import(chunks: AsyncIterable<Uint8Array>, share: BodyShare): Promise<ImportSummary> {
    const summary: ImportSummary = {};
    let isComplete = false;
    for await (const group of groupLines(chunks, share)) {
      // Several files may be concatenated. Then the last one must be complete.
      isComplete = group.type === END;
      if (group.type === HEAD) await importEachLine(group, checkFormat);
      else if (!isComplete) await this.importGroup(group, summary);
    }
    if (!isComplete) {
      throw new Problem(
        422,
        'The file is empty, or cut off: its last line is not { "type": "end" }. What came before is stored; send the whole file again.',
      );
    }
    return summary;
  }

  private async importGroup({ type, first, bytes }: LineGroup, summary: ImportSummary): Promise<void> {
    const transfer = this.registry.ofType(type);
    if (!transfer) throw new Problem(422, lineError(first, `there is no type '${type}' in this version.`));
    const { stored, kept } = await transfer.import(type, { bytes, first });
    const sum = (summary[type] ??= { stored: 0, kept: 0 });
    sum.stored += stored;
    sum.kept += kept;
  }
}

/** Checks the first line of an export. Returns false, because nothing is stored for it. */
function checkFormat({ format }: LineObject): boolean {
  if (format === FORMAT) return false;
  throw new Problem(422, `this version reads the format ${FORMAT}, not ${String(format)}. Use a newer Boardcast.`);
}
