/**
 * What a value of an option must be. A list: one of these. `columns`: options of single columns by the columns' names.
 * A `duration` is written like `30s`, a `range` like `24h` is one of those that boards have.
 */
export type OptionKind =
  | 'text'
  | 'number'
  | 'whole number'
  | 'true or false'
  | 'duration'
  | 'range'
  | 'thresholds'
  | 'columns'
  | readonly (string | number | boolean)[];

export type OptionKinds = Readonly<Record<string, OptionKind>>;

const EVERY_PANEL: OptionKinds = { description: 'text' };

/** Of every panel that draws data. */
const DATA: OptionKinds = {
  ...EVERY_PANEL,
  range: 'range',
  staleAfter: 'duration',
  unit: 'text',
  decimals: 'whole number',
  thresholds: 'thresholds',
};

const COMBINE: OptionKinds = { combine: ['last', 'sum', 'avg', 'min', 'max'] };

const SCALE: OptionKinds = { min: 'number', max: 'number' };

/** The types of panels, each with the options that it knows: what a board file may say. Clients draw these types. */
export const PANEL_OPTIONS: Readonly<Record<string, OptionKinds>> = {
  number: {
    ...DATA,
    ...COMBINE,
    delta: 'true or false',
    deltaFrom: 'duration',
    goodDirection: ['up', 'down'],
    color: [1, 2, 3, 4, 5, 6, 7, 8],
  },
  chart: {
    ...DATA,
    ...SCALE,
    style: ['line', 'area', 'bars'],
    stacked: 'true or false',
    log: 'true or false',
    connectNulls: 'true or false',
    thresholdStyle: ['line', 'band', 'both'],
    // The older way to say `style` and `stacked`.
    fill: [true, false, 'area', 'stack'],
  },
  gauge: { ...DATA, ...COMBINE, ...SCALE },
  bars: { ...DATA, ...SCALE, limit: 'whole number', sort: ['value', 'name'] },
  pie: { ...DATA, style: ['ring', 'pie'], limit: 'whole number' },
  heatmap: { ...DATA, ...SCALE, rows: ['series', 'values'] },
  status: { ...DATA, sort: ['state', 'name'], history: 'true or false' },
  table: { ...DATA, columns: 'columns', sort: 'text', key: 'text' },
  events: { ...DATA, limit: 'whole number' },
  text: { ...EVERY_PANEL, text: 'text' },
  image: { ...EVERY_PANEL, url: 'text', alt: 'text', fit: ['contain', 'cover'], refreshEvery: 'duration' },
  web: { ...EVERY_PANEL, url: 'text' },
  clock: {
    ...EVERY_PANEL,
    timeZone: 'text',
    format: ['12', '24'],
    seconds: 'true or false',
    date: 'true or false',
  },
};

/** Of one column of a table, in the option `columns`. */
export const COLUMN_OPTIONS: OptionKinds = {
  title: 'text',
  unit: 'text',
  decimals: 'whole number',
  thresholds: 'thresholds',
  hidden: 'true or false',
};

/** Of the option `thresholds`. */
export const THRESHOLD_OPTIONS: OptionKinds = { warn: 'number', crit: 'number' };
