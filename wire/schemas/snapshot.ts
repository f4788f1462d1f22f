import { z } from 'zod';
import { boardSchema } from './board.js';
import { frameSchema } from './frame.js';
import { RANGES } from '../range.js';

/** The position of a board. `revision` counts changes; `epoch` identifies the counter, which restarts with the server. */
const positionSchema = z.object({ epoch: z.string().regex(/^[A-Za-z0-9_-]+$/), revision: z.int().min(0) });
export type Position = z.infer<typeof positionSchema>;

/** The freshness of data: `late` since `staleAt`, `dead` since `deadAt`. */
const FRESHNESS = ['fresh', 'late', 'dead'] as const;
export type Freshness = (typeof FRESHNESS)[number];

/**
 * The data of one panel.
 *
 * - `updatedAt` is the time of the newest data, or of the load if the frame has no values.
 * - `staleAt`, `deadAt` and `freshness` are present if an expected interval is set or inferred. A panel that becomes late or
 *   dead counts as changed.
 * - `endedAt` is present if all series have ended. The data is `dead` then.
 * - `range` is present if the panel has a range of its own.
 * - `from` (ms) is present if the frame has only the rows since then, which replace the client's rows since then.
 * - `warning` says what the frame omits.
 * - `pending` means that the source has not responded yet. Its response will be a change.
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
 * The data of a board at a revision, in a live `range` or in the fixed time range `from` - `to` (ISO 8601). A response to
 * `since` is complete only if a delta is not possible. Complete responses have the `definition`.
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
