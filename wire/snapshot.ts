import { z } from 'zod';
import { boardSchema } from './board.js';
import { frameSchema } from './frame.js';
import { RANGES } from './range.js';

/** Where a board stands: `revision` counts its changes within the life, `epoch`, of one counter. */
export const positionSchema = z.object({ epoch: z.string().regex(/^[A-Za-z0-9_-]+$/), revision: z.int().min(0) });
export type Position = z.infer<typeof positionSchema>;

/** Whether data are as new as was promised: `late` from `staleAt` on, `dead` from `deadAt` on. */
export const FRESHNESS = ['fresh', 'late', 'dead'] as const;
export type Freshness = (typeof FRESHNESS)[number];

/**
 * One panel's data. With `from` (milliseconds) the frame holds only the rows at or after it: they replace the reader's.
 * `updatedAt` of a frame without any value is when it was asked for: it is no age of data. `staleAt`, `deadAt` and `freshness` are there where a promise is, given or learnt; turning late or dead is a change. `pending`
 * says that the source has not answered yet; its answer will be a change. `range` is there where it is the panel's
 * own, and not what the snapshot is of. `warning` is a message about what the frame leaves out. `endedAt` is there where every
 * series shown has ended; then the data are `dead`.
 */
export const panelDataSchema = z
  .object({
    revision: z.int(),
    updatedAt: z.string().optional(),
    staleAt: z.string().optional(),
    deadAt: z.string().optional(),
    freshness: z.enum(FRESHNESS).optional(),
    endedAt: z.string().optional(),
    range: z.enum(RANGES).optional(),
    from: z.number().optional(),
    frame: frameSchema.optional(),
    warning: z.string().optional(),
    error: z.object({ message: z.string() }).optional(),
    pending: z.literal(true).optional(),
  })
  .meta({ id: 'PanelData' });
export type PanelData = z.infer<typeof panelDataSchema>;

/**
 * A board's data at a revision: of a live `range`, or of the fixed window `from` - `to` (ISO 8601). An answer to `since` is
 * complete only where a delta would not do. Complete answers have the `definition`.
 */
export const snapshotSchema = z
  .object({
    board: z.string(),
    version: z.int(),
    ...positionSchema.shape,
    generatedAt: z.string(),
    range: z.enum(RANGES).optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    complete: z.boolean(),
    definition: boardSchema.optional(),
    panels: z.record(z.string(), panelDataSchema),
  })
  .meta({ id: 'Snapshot' });
export type Snapshot = z.infer<typeof snapshotSchema>;
