import { Injectable } from '@nestjs/common';
import { parseJson } from '../../common/parse-json.js';
import { importEach, MAX_DEFINITION_LINE_BYTES } from '../../transfer/import-each.js';
import { type Members, toLines } from '../../transfer/ndjson.js';
import type { Imported, Lines, Transfer } from '../../transfer/transfer.js';
import { TransferRegistry } from '../../transfer/transfer-registry.js';
import { parse } from '../../common/validation/validate.js';
import { checkedMapping } from './mapping.js';
import { WebhookStore } from './webhook-store.js';
import { nameSchema } from './webhook-name.js';

/** The mappings of webhooks that were put. */
@Injectable()
export class WebhookTransfer implements Transfer {
  readonly types = ['webhook'];
  readonly content = 'definitions';

  constructor(
    registry: TransferRegistry,
    private readonly store: WebhookStore,
  ) {
    registry.register(this);
  }

  async *export(): AsyncIterable<Uint8Array> {
    for (const { name } of await this.store.list()) {
      const mapping = await this.store.get(name);
      if (mapping !== undefined) yield toLines([{ type: 'webhook', name, mapping: parseJson(mapping) }]);
    }
  }

  import(_type: string, lines: Lines): Promise<Imported> {
    return importEach(lines, (members) => this.make(members), MAX_DEFINITION_LINE_BYTES);
  }

  /** @returns whether there was none of that name. */
  private async make({ name, mapping }: Members): Promise<boolean> {
    const checked = parse(nameSchema, name);
    if ((await this.store.get(checked)) !== undefined) return false;
    await this.store.put(checked, checkedMapping(mapping));
    return true;
  }
}
