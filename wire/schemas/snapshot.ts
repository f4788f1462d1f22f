import { z } from 'zod';
import { type Board, boardSchema } from './board.js';
import { type Frame, frameSchema } from './frame.js';
import { type Range, RANGES } from '../range.js';

/** The position of a board. `revision` counts changes; `epoch` identifies the counter, which restarts with the server. */
export interface Position {
  epoch: string;
  revision: number;
}

const positionSchema = z.object({
  epoch: z.string().regex(/^[A-Za-z0-9_-]+$/),
  revision: z.int().min(0),
}) satisfies z.ZodType<Position>;

/** The freshness of data: `late` since `staleAt`, `dead` since `deadAt`. */
const FRESHNESS = ['fresh', 'late', 'dead'] as const;
export type Freshness = (typeof FRESHNESS)[number];

/** The data of one panel. Times are in ISO 8601, unless they are numbers: then they are in ms since 1970. */
export interface PanelData {
  revision: number;
  /** The time of the newest data, or of the load if the frame has no values. */
  updatedAt?: string | undefined;
  /** When the data becomes late. Present, like `deadAt` and `freshness`, if an expected interval is set or inferred. */
  staleAt?: string | undefined;
  /** When the data becomes dead. */
  deadAt?: string | undefined;
  /** The freshness when the data was sent. A panel that becomes late or dead counts as changed. */
  freshness?: Freshness | undefined;
  /** Present if all series have ended. The data is `dead` then. */
  endedAt?: string | undefined;
  /** Present if the panel has a range of its own. */
  range?: Range | undefined;
  /** Present if the frame has only the rows since then, which replace the client's rows since then. */
  from?: number | undefined;
  frame?: Frame | undefined;
  /** What the frame omits. */
  warning?: string | undefined;
  error?: { message: string } | undefined;
  /** The source has not responded yet. Its response will be a change. */
  pending?: true | undefined;
}

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
  .meta({ id: 'PanelData' }) satisfies z.ZodType<PanelData>;

/** The data of a board at a revision, in a live `range` or in the fixed time range `from` - `to` (ISO 8601). */
export interface Snapshot extends Position {
  board: string;
  version: number;
  generatedAt: string;
  range?: Range | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** False in a delta, which has only what changed since the position in the request. */
  complete: boolean;
  /** Present in complete snapshots. */
  definition?: Board | undefined;
  panels: Record<string, PanelData>;
}

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
  .meta({ id: 'Snapshot' }) satisfies z.ZodType<Snapshot>;
