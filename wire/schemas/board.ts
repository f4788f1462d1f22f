import { z } from 'zod';
import { GRID_COLUMNS, MAX_PANEL_ROWS } from '../grid.js';
import { MAX_ID_LENGTH, MAX_PANELS } from '../limits.js';
import { DATALESS_TYPES } from '../panel-options.js';
import { type Range, RANGES } from '../range.js';
import { SLUG_PATTERN, SLUG_RULE } from '../slug.js';
import { isTimeZone } from '../time-zone.js';
import { MAX_TITLE } from '../title.js';

export const slugSchema = z.string().regex(SLUG_PATTERN, `must be ${SLUG_RULE}`);

/** The place of a panel on the grid of a board, which has 12 columns. */
export interface Layout {
  /** The first column, from 0. */
  x: number;
  /** The first row, from 0. */
  y: number;
  /** The width in columns. */
  w: number;
  /** The height in rows. */
  h: number;
}

export const layoutSchema = z
  .object({
    x: z
      .int()
      .min(0)
      .max(GRID_COLUMNS - 1),
    y: z.int().min(0).max(9_999),
    w: z.int().min(1).max(GRID_COLUMNS),
    h: z.int().min(1).max(MAX_PANEL_ROWS),
  })
  .refine(
    ({ x, w }) => x + w <= GRID_COLUMNS,
    `must end within the ${GRID_COLUMNS} columns of the grid`,
  ) satisfies z.ZodType<Layout>;

/** The limit of nesting levels, which every JSON parser can read. */
const MAX_LEVELS = 32;
const TOO_DEEP = `must not be nested more than ${MAX_LEVELS} levels deep`;

/** The query of a panel: what it shows. */
export interface Query {
  /** The name of the source, like `metrics`. */
  source: string;
  /** The source defines all other properties. */
  [property: string]: unknown;
}

export const querySchema = z
  .looseObject({ source: z.string().min(1).max(MAX_ID_LENGTH) })
  .refine((value) => isShallow(value), TOO_DEEP) satisfies z.ZodType<Query>;

const panelFields = {
  id: z
    .string()
    .regex(
      new RegExp(`^[A-Za-z0-9_-]{1,${MAX_ID_LENGTH}}$`),
      `must be 1-${MAX_ID_LENGTH} characters of A-Z, a-z, 0-9, _ and -`,
    ),
  type: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be the name of a panel type, like number or chart'),
  title: z.string().max(MAX_TITLE),
  layout: layoutSchema,
};

/** A panel of a board. */
export interface Panel {
  /** Unique on its board: 1 to 64 of the characters `A-Z a-z 0-9 _ -` */
  id: string;
  /** `number`, `chart`, … */
  type: string;
  /** Up to 200 characters; may be empty. */
  title: string;
  /** Where the panel is on the grid. */
  layout: Layout;
  /** Missing in panels that show no data, such as texts. */
  query?: Query | undefined;
  /** How the panel shows its data. They depend on its type. */
  options: Record<string, unknown>;
}

/** A panel as code writes it: `options` may be omitted. */
export interface PanelDefinition extends Omit<Panel, 'options'> {
  /** How the panel shows its data. They depend on its type. Default: those of the type. */
  options?: Record<string, unknown> | undefined;
}

export const panelSchema = z
  .object({
    ...panelFields,
    query: querySchema.optional(),
    options: z
      .record(z.string(), z.unknown())
      .refine((value) => isShallow(value), TOO_DEEP)
      .default({}),
  })
  .refine(({ type, query }) => query !== undefined || DATALESS_TYPES.includes(type), {
    path: ['query'],
    message: 'must name a source, like { "source": "metrics", "metric": "shop.orders" }',
  })
  .meta({ id: 'Panel' }) satisfies z.ZodType<Panel>;

const panelsSchema = z
  .array(panelSchema)
  .max(MAX_PANELS)
  .superRefine((panels, context) => {
    const seen = new Set<string>();
    panels.forEach(({ id }, index) => {
      if (seen.has(id)) {
        context.addIssue({
          code: 'custom',
          path: [index, 'id'],
          message: `'${id}' is the id of an earlier panel, but ids must be unique`,
        });
      }
      seen.add(id);
    });
  });

export const timeZoneSchema = z
  .string()
  .refine(isTimeZone, "must be the name of a time zone, like 'Europe/Berlin' or 'UTC'")
  .meta({ example: 'Europe/Berlin' });

const boardFields = {
  title: z.string().min(1).max(MAX_TITLE),
  range: z.enum(RANGES).optional(),
  timeZone: timeZoneSchema.optional().meta({
    description: "IANA time zone of days, weeks and months. Default: the server's `TZ`, or UTC",
  }),
};

/** A board definition as code writes it: `panels`, and the `options` of each panel, may be omitted. */
export interface BoardDefinition {
  /** Identifies the board in its address, `/boards/<slug>`: 1 to 64 of the characters `a-z 0-9 -` */
  slug: string;
  /** 1 to 200 characters */
  title: string;
  /** The range that is shown by default. Default: `1h` */
  range?: Range | undefined;
  /** IANA time zone of days, weeks and months. Default: that of the server */
  timeZone?: string | undefined;
  /** Up to 200 panels. Default: none */
  panels?: PanelDefinition[] | undefined;
}

/** A board definition in a request. POST needs a slug; PUT has it in the path. */
export const boardInputSchema = z.object({
  slug: slugSchema,
  ...boardFields,
  panels: panelsSchema.default([]),
}) satisfies z.ZodType<unknown, BoardDefinition>;
export type BoardInput = z.infer<typeof boardInputSchema>;

/** The definition of a board, in responses. */
export interface Board {
  /** Identifies the board in its address, `/boards/<slug>`. */
  slug: string;
  /** The title for viewers. */
  title: string;
  /** The range that is shown by default; `1h` if there is none. */
  range?: Range | undefined;
  /** IANA time zone of days, weeks and months. By default, that of the server. */
  timeZone?: string | undefined;
  /** Counts the changes of the definition. */
  version: number;
  /** Whether the board is computed and read-only, like the inbox. */
  auto?: boolean | undefined;
  /** Whether a file in BOARDS_DIR defines the board. */
  readOnly?: boolean | undefined;
  /** The name of that file. */
  file?: string | undefined;
  /** Why the current content of that file is not shown. */
  problem?: string | undefined;
  /** The panels, in the order of the definition. */
  panels: Panel[];
}

export const boardSchema = z
  .object({
    slug: slugSchema,
    ...boardFields,
    version: z.int(),
    auto: z.boolean().optional(),
    readOnly: z.boolean().optional(),
    file: z.string().optional(),
    problem: z.string().optional(),
    panels: z.array(panelSchema),
  })
  .meta({ id: 'Board' }) satisfies z.ZodType<Board>;

/** A panel without its query and options. */
export type PanelSummary = Omit<Panel, 'query' | 'options'>;

/** A board in the list of boards, without the queries and options of its panels, which may be large. */
export interface BoardSummary extends Omit<Board, 'panels'> {
  /** The panels, without their queries and options. */
  panels: PanelSummary[];
}

export const boardSummarySchema = boardSchema
  .extend({ panels: z.array(z.object(panelFields)) })
  .meta({ id: 'BoardSummary' }) satisfies z.ZodType<BoardSummary>;

/** An error in a file in BOARDS_DIR, with its line (counted from 1) and its path in the definition. */
export const boardFileErrorSchema = z
  .object({ file: z.string(), line: z.int().optional(), path: z.string(), message: z.string() })
  .meta({ id: 'BoardFileError' });
export type BoardFileError = z.infer<typeof boardFileErrorSchema>;

function isShallow(value: unknown, levels = MAX_LEVELS): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}
