import { Injectable } from '@nestjs/common';
import { isFixed, type TimeRange } from '../../../wire/range.js';
import type { Snapshot } from '../../../wire/schemas/snapshot.js';
import { Clock } from '../../common/time/clock.js';
import { Settings } from '../../config/settings.js';
import type { SnapshotParts } from './snapshot-parts.js';
import { ActiveBoards } from './active-boards.js';
import { omitPanels, panelJson, panelReads, readPanels } from './panel-reads.js';

/**
 * Assembles the snapshots of boards from the frames of their panels' queries. Only changed queries are loaded. Panels whose data
 * does not fit into `maxSnapshotBytes` contain an error instead.
 */
@Injectable()
export class SnapshotAssembler {
  constructor(
    private readonly activeBoards: ActiveBoards,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /**
   * Assembles a snapshot. `since` (of this epoch, not older than the definition, not ahead) asks only for what changed after
   * that revision. The position in the snapshot is read before the data, so it is never newer than the data.
   */
  async assemble(slug: string, range: TimeRange, since?: number): Promise<SnapshotParts> {
    const active = this.activeBoards.activate(slug);
    const { board, position, definedAt } = active;
    const { cacheTtlMs, maxSnapshotBytes } = this.settings;
    const complete = since === undefined;
    const reads = panelReads(active, range, since);
    await readPanels(reads, maxSnapshotBytes);
    for (const { id } of omitPanels(reads, maxSnapshotBytes)) active.omittedPanels.set(id, position.revision);
    const panels = reads.filter(({ isIncluded }) => isIncluded);
    const createdAt = panels.reduce((latest, { frame }) => Math.max(latest, frame?.createdAt ?? 0), definedAt);
    const latestFreshUntil = this.clock.now() + cacheTtlMs;
    return {
      head: {
        board: slug,
        version: board.version,
        ...position,
        generatedAt: new Date(createdAt).toISOString(),
        ...headOf(range),
        complete,
        definition: complete ? board : undefined,
      },
      panels: new Map(panels.map((read) => [read.id, panelJson(read, maxSnapshotBytes)])),
      freshUntil: panels.reduce(
        (earliest, { frame, loader }) => (frame ? Math.min(earliest, loader.freshUntil(frame)) : earliest),
        latestFreshUntil,
      ),
    };
  }
}

function headOf(range: TimeRange): Pick<Snapshot, 'range' | 'from' | 'to'> {
  if (!isFixed(range)) return { range };
  return { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
}
