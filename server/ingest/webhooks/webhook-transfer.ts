import { Injectable } from '@nestjs/common';
import { toLines } from '../../base/ndjson.js';
import { Problem } from '../../base/problem.js';
import type { Imported, Lines, Transfer } from '../../base/transfer.js';
import { parse } from '../../base/validate.js';
import { mappingSchema } from './mapping.js';
import { WebhookStore } from './webhook-store.js';
import { nameSchema } from './webhook-name.js';

/** The mappings of webhooks that were put. */
@Injectable()
export class WebhookTransfer implements Transfer {
  readonly types = ['webhook'];

  constructor(private readonly store: WebhookStore) {}

  async *export(): AsyncIterable<Uint8Array> {
    const all = await this.store.all();
    if (all.length > 0) yield toLines(all.map(({ name, mapping }) => ({ type: 'webhook', name, mapping })));
  }

  async import(_type: string, { bytes, first }: Lines): Promise<Imported> {
    const lines = Buffer.from(bytes).toString().split('\n').filter(Boolean);
    let stored = 0;
    for (const [index, line] of lines.entries()) if (await this.make(line, first + index)) stored += 1;
    return { stored, kept: lines.length - stored };
  }

  private async make(line: string, number: number): Promise<boolean> {
    try {
      const { name, mapping } = JSON.parse(line) as Record<string, unknown>;
      const checked = parse(nameSchema, name);
      if (await this.store.get(checked)) return false;
      await this.store.put(checked, parse(mappingSchema, mapping));
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem(error.getStatus(), `Line ${number} cannot be imported: ${error.detail}`, error.errors);
    }
  }
}
