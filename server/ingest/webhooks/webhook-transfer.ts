import { Injectable } from '@nestjs/common';
import { parseJson } from '../../common/parse-json.js';
import { importEachLine, MAX_DEFINITION_LINE_BYTES } from '../../transfer/import-each-line.js';
import { type LineObject, toNdjson } from '../../transfer/ndjson.js';
import type { ImportCounts, NdjsonLines, Transfer } from '../../transfer/transfer.js';
import { TransferRegistry } from '../../transfer/transfer-registry.js';
import { validate } from '../../common/validation/validate.js';
import { parseMapping } from './mapping.schema.js';
import { WebhooksRepository } from './webhooks.repository.js';
import { webhookNameSchema } from './webhook-name.schema.js';

/** The mappings of webhooks that were put. */
@Injectable()
export class WebhookTransfer implements Transfer {
  readonly types = ['webhook'];
  readonly content = 'definitions';

  constructor(
    registry: TransferRegistry,
    private readonly store: WebhooksRepository,
  ) {
    registry.register(this);
  }

  async *export(): AsyncIterable<Uint8Array> {
    for (const { name } of await this.store.list()) {
      const mapping = await this.store.get(name);
      if (mapping !== undefined) yield toNdjson([{ type: 'webhook', name, mapping: parseJson(mapping) }]);
    }
  }

  import(_type: string, lines: NdjsonLines): Promise<ImportCounts> {
    return importEachLine(lines, (members) => this.make(members), MAX_DEFINITION_LINE_BYTES);
  }

  /** @returns whether there was none of that name. */
  private async make({ name, mapping }: LineObject): Promise<boolean> {
    const checked = validate(webhookNameSchema, name);
    if ((await this.store.get(checked)) !== undefined) return false;
    await this.store.put(checked, parseMapping(mapping));
    return true;
  }
}
