import { Injectable } from '@nestjs/common';
import { parseJson } from '../../common/parse-json.js';
import { importEachLine, MAX_DEFINITION_LINE_BYTES } from '../../transfer/import-each-line.js';
import { type LineObject, toNdjson } from '../../transfer/ndjson.js';
import type { ImportCounts, NdjsonLines, Transfer } from '../../transfer/transfer.js';
import { TransferRegistry } from '../../transfer/transfer-registry.js';
import { validate } from '../../common/validation/validate.js';
import { parseMapping } from './mapping.schema.js';
import { WebhooksRepository } from './storage/webhooks.repository.js';
import { webhookNameSchema } from './webhook-name.schema.js';

/** Exports and imports stored webhook mappings. */
@Injectable()
export class WebhookTransfer implements Transfer {
  readonly types = ['webhook'];
  readonly content = 'definitions';

  constructor(
    registry: TransferRegistry,
    private readonly repository: WebhooksRepository,
  ) {
    registry.register(this);
  }

  async *export(): AsyncIterable<Uint8Array> {
    for (const { name } of await this.repository.list()) {
      const mapping = await this.repository.get(name);
      if (mapping !== undefined) yield toNdjson([{ type: 'webhook', name, mapping: parseJson(mapping) }]);
    }
  }

  import(_type: string, lines: NdjsonLines): Promise<ImportCounts> {
    return importEachLine(lines, (members) => this.importMapping(members), MAX_DEFINITION_LINE_BYTES);
  }

  /** Stores a mapping if there is none of that name. @returns whether it was stored */
  private async importMapping({ name, mapping }: LineObject): Promise<boolean> {
    const validName = validate(webhookNameSchema, name);
    if ((await this.repository.get(validName)) !== undefined) return false;
    await this.repository.put(validName, parseMapping(mapping));
    return true;
  }
}
