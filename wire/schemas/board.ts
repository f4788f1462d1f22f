import { z } from 'zod';
import { GRID_COLUMNS, MAX_PANEL_ROWS } from '../grid.js';
import { MAX_ID_LENGTH, MAX_PANELS } from '../limits.js';
import { DATALESS_TYPES } from '../panel-options.js';
import { RANGES } from '../range.js';
import { SLUG_PATTERN, SLUG_RULE } from '../slug.js';
import { isTimeZone } from '../time-zone.js';
import { MAX_TITLE } from '../title.js';

export const slugSchema = z.string().regex(SLUG_PATTERN, `must be ${SLUG_RULE}`);

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
  .refine(({ x, w }) => x + w <= GRID_COLUMNS, `must end within the ${GRID_COLUMNS} columns of the grid`);
export type Layout = z.infer<typeof layoutSchema>;

/** The limit of nesting levels, which every JSON parser can read. */
const MAX_LEVELS = 32;
const TOO_DEEP = `must not be nested more than ${MAX_LEVELS} levels deep`;

/** The query of a panel. Each source validates the other properties of its queries. */
export const querySchema = z
  .looseObject({ source: z.string().min(1).max(MAX_ID_LENGTH) })
  .refine((value) => isShallow(value), TOO_DEEP);
export type Query = z.infer<typeof querySchema>;

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
  .meta({ id: 'Panel' });
export type Panel = z.infer<typeof panelSchema>;

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

/** A board definition in a request. POST needs a slug; PUT has it in the path. */
export const boardInputSchema = z.object({
  slug: slugSchema,
  ...boardFields,
  panels: panelsSchema.default([]),
});
export type BoardInput = z.infer<typeof boardInputSchema>;

/** A board definition as code writes it: `panels`, and the `options` of each panel, may be omitted. */
export type BoardDefinition = z.input<typeof boardInputSchema>;

/**
 * A board definition in a response. `version` counts its changes. `auto` marks a computed, read-only board. A board that a
 * file in BOARDS_DIR defines is `readOnly` and has the name of its `file`; `problem` says why the current content of that file
 * is not shown.
 */
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
  .meta({ id: 'Board' });
export type Board = z.infer<typeof boardSchema>;

/** A board in the list of boards, without the queries and options of its panels, which may be large. */
export const boardSummarySchema = boardSchema
  .extend({ panels: z.array(z.object(panelFields)) })
  .meta({ id: 'BoardSummary' });
export type BoardSummary = z.infer<typeof boardSummarySchema>;

/** An error in a file in BOARDS_DIR, with its line (counted from 1) and its path in the definition. */
export const boardFileErrorSchema = z
  .object({ file: z.string(), line: z.int().optional(), path: z.string(), message: z.string() })
  .meta({ id: 'BoardFileError' });
export type BoardFileError = z.infer<typeof boardFileErrorSchema>;

function isShallow(value: unknown, levels = MAX_LEVELS): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1));
}
