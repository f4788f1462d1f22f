import { Injectable } from '@nestjs/common';
import type { BoardInput } from '../../wire/board.js';
import type { Collector } from './collector.js';
import type { Source } from './source.js';

/** Everything that modules contribute with `DashboardModule.forFeature`; nobody else keeps a list. */
@Injectable()
export class FeatureRegistry {
  private readonly sourcesByName = new Map<string, Source>();
  private readonly collectorsByName = new Map<string, Collector>();
  private readonly boardList: BoardInput[] = [];

  get sources(): ReadonlyMap<string, Source> {
    return this.sourcesByName;
  }

  get collectors(): ReadonlyMap<string, Collector> {
    return this.collectorsByName;
  }

  /** Boards that come with a module, made together with the database. */
  get boards(): readonly BoardInput[] {
    return this.boardList;
  }

  addSource(source: Source): void {
    addOnce(this.sourcesByName, 'source', source);
  }

  addCollector(collector: Collector): void {
    addOnce(this.collectorsByName, 'collector', collector);
  }

  addBoard(board: BoardInput): void {
    this.boardList.push(board);
  }
}

function addOnce<T extends { name: string }>(map: Map<string, T>, kind: string, item: T): void {
  if (map.has(item.name)) {
    throw new Error(`Two modules contribute a ${kind} named '${item.name}': rename one of them.`);
  }
  map.set(item.name, item);
}
