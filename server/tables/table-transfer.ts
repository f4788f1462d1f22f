import { Injectable } from '@nestjs/common';
import { parseJson } from '../common/parse-json.js';
import { Problem } from '../common/errors/problem.js';
import { validationProblem } from '../common/validation/validate.js';
import { importEachLine } from '../transfer/import-each-line.js';
import { toNdjson } from '../transfer/ndjson.js';
import type { ImportCounts, NdjsonLines, Transfer } from '../transfer/transfer.js';
import { TransferRegistry } from '../transfer/transfer-registry.js';
import { TablesService } from './tables.service.js';

/** Exports and imports tables. */
@Injectable()
export class TableTransfer implements Transfer {
  readonly types = ['table'];
  readonly content = 'data';

  constructor(
    registry: TransferRegistry,
    private readonly tables: TablesService,
  ) {
    registry.register(this);
  }

  async *export(): AsyncIterable<Uint8Array> {
    for (const key of await this.keys()) yield* this.table(key);
  }

  async import(_type: string, lines: NdjsonLines): Promise<ImportCounts> {
    const existing = new Set(await this.keys());
    return importEachLine(lines, async ({ key, columns, rows }) => {
      if (typeof key !== 'string') throw validationProblem([{ path: 'key', message: 'must be a string' }]);
      if (existing.has(key)) return false;
      await this.tables.put(key, Buffer.from(JSON.stringify({ columns, rows })));
      return true;
    });
  }

  private async keys(): Promise<string[]> {
    const { items } = parsed(await this.tables.list()) as { items: { key: string }[] };
    return items.map(({ key }) => key);
  }

  /** Yields the line of a table, or nothing if the table was deleted since its key was read. */
  private async *table(key: string): AsyncIterable<Uint8Array> {
    try {
      yield toNdjson([{ type: 'table', ...(parsed(await this.tables.get(key)) as object) }]);
    } catch (error) {
      if (!(error instanceof Problem) || error.getStatus() !== 404) throw error;
    }
  }
}

function parsed(bytes: Uint8Array): unknown {
  return parseJson(Buffer.from(bytes).toString());
}
