import { Injectable } from '@nestjs/common';
import type { Transfer } from './transfer.js';

/** Knows how each feature exports and imports its data. Features register themselves when their providers are created. */
@Injectable()
export class TransferRegistry {
  private readonly transfers: Transfer[] = [];

  register(transfer: Transfer): void {
    this.transfers.push(transfer);
  }

  /** All transfers in the order of an export: definitions before data, each by the name of its first line type. */
  all(): readonly Transfer[] {
    const position = ({ content, types }: Transfer): string => `${content === 'definitions' ? 0 : 1} ${types[0] ?? ''}`;
    return this.transfers.toSorted((a, b) => (position(a) < position(b) ? -1 : 1));
  }

  /** The transfer that imports lines of this type. */
  ofType(type: string): Transfer | undefined {
    return this.transfers.find(({ types }) => types.includes(type));
  }
}
