import { Problem } from '../../common/errors/problem.js';
import { isObject } from '../../../wire/is-object.js';
import type { Sample } from '../../dashboard/contracts/collector.js';
import { normalizeMetricKey } from '../normalize-metric-key.js';
import { readJson } from '../../http/bodies/read-json.js';
import { convertJobErrors } from '../../common/errors/convert-job-errors.js';
import type { State } from '../../common/states.js';
import type { KeyedReport } from '../../statuses/status-report.js';
import { MAX_MESSAGE } from '../../statuses/status-report.js';
import { cleanText } from '../../common/validation/printable-text.js';
import { parseWidgetPoints } from './widget-points.js';
import { parseWidgetTable, type WidgetTable } from './widget-table.js';
import { parseMeasurement, type Members } from './widget-values.js';

const EXAMPLE = '{ "auth_token": "…", "current": 100 }';

/** Members whose content a widget shows. */
const CONTENT_MEMBERS = ['current', 'value', 'points', 'items', 'hrows', 'rows', 'text', 'status', 'image'] as const;

/** The data of a widget as metric samples, table and status. */
export interface WidgetData {
  readonly key: string;
  readonly samples: readonly Sample[];
  readonly table?: WidgetTable;
  readonly status?: KeyedReport;
}

/** States by the CSS classes of Smashing. */
const STATES: ReadonlyMap<string, State> = new Map([
  ['ok', 'ok'],
  ['success', 'ok'],
  ['warning', 'warn'],
  ['warn', 'warn'],
  ['danger', 'crit'],
  ['critical', 'crit'],
  ['error', 'crit'],
]);

/**
 * Parses the data that a Smashing job sends to a widget. Numbers (`current` or `value`) and `points` become a metric, `items` or
 * `hrows` and `rows` a table, `text` and `status` a status, all with the name of the widget. A value that is not a number becomes
 * the message of a status. Members that only affect the appearance are ignored. If all content is null, nothing is stored.
 *
 * @param nowMs points more than a day ahead of it are left out
 * @throws Problem 400 if the body is not JSON, 422 if there is nothing to show
 */
export function parseWidget(id: string, body: Uint8Array, nowMs: number): WidgetData {
  // Ids may contain blanks. An underscore is more readable than an escape.
  const name = id.replaceAll(' ', '_');
  const key = normalizeMetricKey(name);
  if (key === undefined) throw new Problem(422, 'The name of the widget is empty, too long or invalid Unicode.');
  const widget = asObject(convertJobErrors(() => readJson(body, EXAMPLE)));
  const samples = samplesOf(key, widget, nowMs);
  const table = parseWidgetTable(widget);
  const status = statusOf(key, widget, samples.length > 0 || table !== undefined);
  if (samples.length === 0 && !table && !status && !CONTENT_MEMBERS.some((member) => isEmpty(widget[member]))) {
    throw new Problem(
      422,
      'There is nothing to show: send a number as "current" or "value", "points", "items", "hrows" and "rows", or a "text".',
    );
  }
  return { key, samples, ...(table && { table }), ...(status && { status }) };
}

function asObject(json: unknown): Members {
  if (isObject(json)) return json;
  throw new Problem(422, `The body must be an object, like ${EXAMPLE}`);
}

/** Whether a job sent a placeholder, because it has no value at the moment. */
function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** The main value of the widget. */
function valueOf({ current, value }: Members): unknown {
  return current === undefined || isEmpty(current) ? value : current;
}

function samplesOf(key: string, widget: Members, nowMs: number): Sample[] {
  const measure = parseMeasurement(valueOf(widget));
  return (measure ? [measure] : parseWidgetPoints(widget.points, nowMs)).map((point) => ({ key, ...point }));
}

/** A text without a state has the state `unknown`. If there is a number, the text is only decoration. */
function statusOf(key: string, widget: Members, isShown: boolean): KeyedReport | undefined {
  const { text, status, image } = widget;
  const state = typeof status === 'string' ? STATES.get(status.toLowerCase()) : undefined;
  const content = [text, valueOf(widget), image].find(isStatusText);
  if (state === undefined && (isShown || content === undefined)) return undefined;
  const message = content === undefined ? undefined : cleanText(String(content), MAX_MESSAGE);
  return { key, report: { state: state ?? 'unknown', message } };
}

function isStatusText(value: unknown): value is string | boolean {
  return typeof value === 'boolean' || (typeof value === 'string' && parseMeasurement(value) === undefined);
}
