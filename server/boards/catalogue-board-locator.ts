import { Injectable } from '@nestjs/common';
import { BoardLocator } from '../ingest/board-locator.js';
import { BoardCatalogue } from './board-catalogue.js';

/** Answers from memory, for it is asked after every push. */
@Injectable()
export class CatalogueBoardLocator extends BoardLocator {
  constructor(private readonly catalogue: BoardCatalogue) {
    super();
  }

  locate(key: string): string | null {
    const slug = this.catalogue.whereShown(key);
    return slug === undefined ? null : `/boards/${slug}`;
  }
}
