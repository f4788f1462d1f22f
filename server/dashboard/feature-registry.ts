import { Injectable } from '@nestjs/common';
import type { BoardDefinition } from '../../wire/schemas/board.js';
import type { Collector } from './contracts/collector.js';
import type { Source } from './contracts/source.js';

/** Holds the sources, collectors and boards that modules register with `DashboardCoreModule.forFeature`. */
@Injectable()
export class FeatureRegistry {
  private readonly sourcesByName = new Map<string, Source>();
  private readonly collectorsByName = new Map<string, Collector>();
  private readonly boardList: BoardDefinition[] = [];

  get sources(): ReadonlyMap<string, Source> {
    return this.sourcesByName;
  }

  get collectors(): ReadonlyMap<string, Collector> {
    return this.collectorsByName;
  }

  /** Boards of modules, created together with a new database. */
  get boards(): readonly BoardDefinition[] {
    return this.boardList;
  }

  addSource(source: Source): void {
    addOnce(this.sourcesByName, 'source', source);
  }

  addCollector(collector: Collector): void {
    addOnce(this.collectorsByName, 'collector', collector);
  }

  addBoard(board: BoardDefinition): void {
    this.boardList.push(board);
  }
}

function addOnce<T extends { name: string }>(map: Map<string, T>, kind: string, item: T): void {
  if (map.has(item.name)) {
    throw new Error(`Two modules register a ${kind} with the name '${item.name}'. Rename one of them.`);
  }
  map.set(item.name, item);
}
