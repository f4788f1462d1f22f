import { Injectable } from '@nestjs/common';
import { isFixed, type Range, type TimeRange } from '../../wire/range.js';
import type { PanelData, Snapshot } from '../../wire/snapshot.js';
import { Clock } from '../base/clock.js';
import type { Change } from '../bus/change-bus.js';
import { Settings } from '../config/settings.js';
import { type BoardPlace, SnapshotProvider, type SnapshotParts } from '../dashboard/snapshot-provider.js';
import type { TrackedQuery } from '../dashboard/tracked-query.js';
import { BoardWatcher } from './board-watcher.js';

/** A panel whose source takes longer is answered with what there is; its answer will be a change. */
const PATIENCE_MS = 500;

interface PanelPart {
  readonly json: string;
  readonly madeAt: number;
  readonly freshUntil: number;
}

/** Assembles boards' snapshots from the frames of their panels' queries: only what changed is loaded. */
@Injectable()
export class BoardSnapshots extends SnapshotProvider {
  readonly gone$;

  constructor(
    private readonly watcher: BoardWatcher,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    super();
    this.gone$ = watcher.gone$;
  }

  invalidate(change: Change): readonly string[] {
    return this.watcher.invalidate(change);
  }

  activate(board: string): BoardPlace {
    return this.watcher.activate(board);
  }

  watch(board: string): BoardPlace {
    return this.watcher.watch(board);
  }

  unwatch(board: string): void {
    this.watcher.unwatch(board);
  }

  async assemble(slug: string, range: TimeRange, since?: number): Promise<SnapshotParts> {
    const active = this.watcher.activate(slug);
    const { board, position, definedAt, panelQueries } = active;
    const complete = since === undefined;
    const parts = await Promise.all(
      Array.from(panelQueries, async ([id, tracked]): Promise<[string, PanelPart] | undefined> => {
        const part = await this.panel(tracked, range, active.ownRange(id, range), since);
        return part && [id, part];
      }),
    );
    const panels = parts.filter((part) => part !== undefined);
    const madeAt = panels.reduce((latest, [, part]) => Math.max(latest, part.madeAt), definedAt);
    const freshFor = this.clock.now() + this.settings.cacheTtlMs;
    return {
      head: {
        board: slug,
        version: board.version,
        ...position,
        generatedAt: new Date(madeAt).toISOString(),
        ...headOf(range),
        complete,
        definition: complete ? board : undefined,
      },
      panels: new Map(panels.map(([id, { json }]) => [id, json])),
      freshUntil: panels.reduce((earliest, [, part]) => Math.min(earliest, part.freshUntil), freshFor),
    };
  }

  /** A panel's data; undefined if it did not change after `since`. */
  private async panel(
    tracked: TrackedQuery,
    shown: TimeRange,
    range: Range | undefined,
    since?: number,
  ): Promise<PanelPart | undefined> {
    const slot = tracked.slot(range ?? shown);
    // Read before the data, like the position of the whole.
    const { revision } = tracked;
    if (since !== undefined && revision <= since) return undefined;

    const cached = await (tracked.source.local ? slot.read() : slot.readWithin(PATIENCE_MS));
    if (cached) {
      return {
        json: cached.toPanelJson(revision, since, range),
        madeAt: cached.madeAt,
        freshUntil: slot.freshUntil(cached),
      };
    }
    const pending: PanelData = { revision, range, pending: true };
    return { json: JSON.stringify(pending), madeAt: 0, freshUntil: Infinity };
  }
}

function headOf(range: TimeRange): Pick<Snapshot, 'range' | 'from' | 'to'> {
  if (!isFixed(range)) return { range };
  return { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
}
