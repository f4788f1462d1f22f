import { Injectable } from '@nestjs/common';
import type { BoardDefinition } from '../../wire/schemas/board.js';
import { StartupError } from '../common/errors/startup-error.js';
import { collectorProblems, sourceProblems } from './check-feature.js';
import type { Collector } from './contracts/collector.js';
import type { Source } from './contracts/source.js';

/** A board that a module contributes. */
export interface FeatureBoard {
  readonly board: BoardDefinition;
  /** The name of the module, for error messages. */
  readonly module: string;
}

/** Holds the sources, collectors and boards that modules register with `DashboardCoreModule.forFeature`. */
@Injectable()
export class FeatureRegistry {
  private readonly sourcesByName = new Map<string, Source>();
  private readonly collectorsByName = new Map<string, Collector>();
  private readonly boardList: FeatureBoard[] = [];

  get sources(): ReadonlyMap<string, Source> {
    return this.sourcesByName;
  }

  get boards(): readonly FeatureBoard[] {
    return this.boardList;
  }

  /** @throws StartupError if it is invalid, or another source has its name */
  addSource(source: Source): void {
    addValid(this.sourcesByName, 'source', source, sourceProblems(source));
  }

  /** @throws StartupError if it is invalid, or another collector has its name */
  addCollector(collector: Collector): void {
    addValid(this.collectorsByName, 'collector', collector, collectorProblems(collector));
  }

  /** Adds a board that is created once, where its slug was never used. */
  addBoard(board: BoardDefinition, module: string): void {
    this.boardList.push({ board, module });
  }
}

function addValid<T extends { name: string }>(
  map: Map<string, T>,
  kind: string,
  item: T,
  problems: readonly string[],
): void {
  const { name: className } = item.constructor;
  if (problems.length > 0) throw new StartupError(`The ${kind} ${className} is invalid: ${problems.join('; ')}.`);
  const other = map.get(item.name);
  if (other) {
    throw new StartupError(
      `The ${kind}s ${other.constructor.name} and ${className} have the same name, '${item.name}': rename one of them. If they are ` +
        'one class, register it in one module only.',
    );
  }
  map.set(item.name, item);
}
