import { z } from 'zod';
import { type Board, boardSchema } from './board.js';
import { type Frame, frameSchema } from './frame.js';
import { type Range, RANGES } from '../range.js';

/** A position in the sequence of all changes. */
export interface Position {
  /** Identifies the counter of changes, which restarts with the server. */
  epoch: string;
  /** The number of changes so far. */
  revision: number;
}

const positionSchema = z.object({
  epoch: z.string().regex(/^[A-Za-z0-9_-]+$/),
  revision: z.int().min(0),
}) satisfies z.ZodType<Position>;

/** The freshness of data: `late` since `staleAt`, `dead` since `deadAt`. */
export type Freshness = 'fresh' | 'late' | 'dead';

const FRESHNESS = ['fresh', 'late', 'dead'] as const satisfies readonly Freshness[];

/** The data of one panel. Times are in ISO 8601, unless they are numbers: then they are in ms since 1970. */
export interface PanelData {
  /** The revision at which the data last changed. */
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
  /** The data. Absent if there is an `error`, or if it is `pending`. */
  frame?: Frame | undefined;
  /** What the frame omits. */
  warning?: string | undefined;
  /** Why the source could not load the data. */
  error?:
    | {
        /** What happened, for viewers. */
        message: string;
      }
    | undefined;
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
