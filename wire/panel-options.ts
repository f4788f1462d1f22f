/**
 * The type of an option. A list contains the allowed values. `columns` is an object with options of columns by name. A
 * `duration` is a string like `30s`, and a `range` is a live time range like `24h`.
 */
export type OptionKind =
  | 'string'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'duration'
  | 'range'
  | 'thresholds'
  | 'columns'
  | readonly (string | number | boolean)[];

export type OptionKinds = Readonly<Record<string, OptionKind>>;

const EVERY_PANEL = { description: 'string' } as const;

/** The options of all panels with data. */
const DATA = {
  ...EVERY_PANEL,
  range: 'range',
  staleAfter: 'duration',
  unit: 'string',
  decimals: 'integer',
  thresholds: 'thresholds',
} as const;

const COMBINE = { combine: ['last', 'sum', 'avg', 'min', 'max'] } as const;

const SCALE = { min: 'number', max: 'number' } as const;

/** All panel types, with the types of their options. Board files are validated with them. */
export const PANEL_OPTIONS = {
  number: {
    ...DATA,
    ...COMBINE,
    delta: 'boolean',
    deltaFrom: 'duration',
    goodDirection: ['up', 'down'],
    color: [1, 2, 3, 4, 5, 6, 7, 8],
  },
  chart: {
    ...DATA,
    ...SCALE,
    style: ['line', 'area', 'bars'],
    stacked: 'boolean',
    log: 'boolean',
    connectNulls: 'boolean',
    thresholdStyle: ['line', 'band', 'both'],
    // The old form of `style` and `stacked`.
    fill: [true, false, 'area', 'stack'],
  },
  gauge: { ...DATA, ...COMBINE, ...SCALE },
  bars: { ...DATA, ...SCALE, limit: 'integer', sort: ['value', 'name'] },
  pie: { ...DATA, style: ['ring', 'pie'], limit: 'integer' },
  heatmap: { ...DATA, ...SCALE, rows: ['series', 'values'] },
  status: { ...DATA, sort: ['state', 'name'], history: 'boolean' },
  table: { ...DATA, columns: 'columns', sort: 'string', key: 'string' },
  events: { ...DATA, limit: 'integer' },
  text: { ...EVERY_PANEL, text: 'string' },
  image: { ...EVERY_PANEL, url: 'string', alt: 'string', fit: ['contain', 'cover'], refreshEvery: 'duration' },
  web: { ...EVERY_PANEL, url: 'string' },
  clock: {
    ...EVERY_PANEL,
    timeZone: 'string',
    format: ['12', '24'],
    seconds: 'boolean',
    date: 'boolean',
  },
} as const satisfies Readonly<Record<string, OptionKinds>>;

/** The options of a table column, in the option `columns`. */
export const COLUMN_OPTIONS = {
  title: 'string',
  unit: 'string',
  decimals: 'integer',
  thresholds: 'thresholds',
  hidden: 'boolean',
} as const satisfies OptionKinds;

/** The properties of the option `thresholds`. */
export const THRESHOLD_OPTIONS = { warn: 'number', crit: 'number' } as const satisfies OptionKinds;

/** The keys of all members of a union. */
type KeyOf<Each> = Each extends unknown ? keyof Each : never;

/** The name of an option of any panel or column. */
export type OptionName = KeyOf<(typeof PANEL_OPTIONS)[keyof typeof PANEL_OPTIONS]> | keyof typeof COLUMN_OPTIONS;

/** Panel types without data. All others need a query. */
export const DATALESS_TYPES: readonly string[] = ['text', 'clock', 'image', 'web'];
