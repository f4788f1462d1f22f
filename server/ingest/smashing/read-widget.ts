import { Problem } from '../../base/problem.js';
import type { Sample } from '../../dashboard/collector.js';
import { normalizeMetricKey } from '../../metrics/external-names.js';
import { readJson } from '../../records/read-json.js';
import { orProblem } from '../../records/refusals.js';
import type { State } from '../../records/states.js';
import type { KeyedReport } from '../../records/statuses/status-handlers.js';
import { MAX_MESSAGE } from '../../records/statuses/status-report.js';
import { MAX_ROWS } from '../../records/tables/parse-table.js';
import { MAX_CELL } from '../../records/tables/table-cells.js';
import { cleanText } from '../../records/texts.js';

const EXAMPLE = '{ "auth_token": "…", "current": 100 }';

/** The numbers below are counted steps, as Smashing's own examples have them; beyond, seconds since 1970. */
const FIRST_TIME = 1e8;
const DAY_SECONDS = 86_400;

/** What a widget's data become here. */
export interface WidgetData {
  readonly key: string;
  readonly samples: readonly Sample[];
  /** As it is put. */
  readonly table?: { readonly columns: readonly { readonly name: string }[]; readonly rows: readonly unknown[][] };
  readonly status?: KeyedReport;
}

type Widget = Readonly<Record<string, unknown>>;

/** The states that Smashing's warnings have as classes, and ours. */
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
 * What a job of Smashing sends to a widget: numbers (`current` or `value`) or `points` are a metric, `items` a table, `text`
 * and `status` a status, all of the widget's name. Of points with times all count, of those with steps the last. Members that
 * only tell how it looks are ignored.
 *
 * @param nowMs points that are more than a day ahead of it are left out.
 * @throws Problem 400 if it is no JSON, 422 if there is nothing to show.
 */
export function readWidget(id: string, body: Uint8Array, nowMs: number): WidgetData {
  // Jobs and boards write the same widget with a blank or with an underscore.
  const key = normalizeMetricKey(id.replaceAll(' ', '_'));
  if (key === undefined) throw new Problem(422, 'The widget needs a name of A-Z a-z 0-9 . _ - : /');
  const widget = asObject(orProblem(() => readJson(body, EXAMPLE)));
  const samples = samplesOf(key, widget, nowMs);
  const table = tableOf(widget.items);
  const status = statusOf(key, widget, samples.length > 0 || table !== undefined);
  if (samples.length === 0 && !table && !status) {
    throw new Problem(
      422,
      `There is nothing to show: send a number as "current" or "value", "points", "items" or a "text".`,
    );
  }
  return { key, samples, ...(table && { table }), ...(status && { status }) };
}

function asObject(json: unknown): Widget {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Widget;
  throw new Problem(422, `The body must be an object, like ${EXAMPLE}`);
}

function samplesOf(key: string, { current, value, points }: Widget, nowMs: number): Sample[] {
  const number = numberOf(current ?? value);
  if (number !== undefined) return [{ key, value: number }];
  if (!Array.isArray(points)) return [];
  const read = points.flatMap((point: unknown) => pointOf(point));
  const last = read.at(-1);
  if (!last) return [];
  // Steps say nothing of when: the last one is what is so now.
  if (last.x < FIRST_TIME) return [{ key, value: last.y }];
  return read
    .filter(({ x }) => x >= FIRST_TIME && x <= nowMs / 1_000 + DAY_SECONDS)
    .map(({ x, y }) => ({ key, value: y, at: x * 1_000 }));
}

function pointOf(point: unknown): { x: number; y: number }[] {
  if (typeof point !== 'object' || point === null) return [];
  const { x, y } = point as Widget;
  const [step, value] = [numberOf(x), numberOf(y)];
  return step === undefined || value === undefined ? [] : [{ x: step, y: value }];
}

/** Smashing's jobs send numbers as texts, too. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A list widget's items. */
function tableOf(items: unknown): WidgetData['table'] {
  if (!Array.isArray(items)) return undefined;
  const rows = items
    .filter((item): item is Widget => typeof item === 'object' && item !== null)
    .slice(0, MAX_ROWS)
    .map(({ label, value }) => [cellOf(label), numberOf(value) ?? cellOf(value)]);
  return { columns: [{ name: 'label' }, { name: 'value' }], rows };
}

function cellOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return cleanText(typeof value === 'string' ? value : jsonOf(value), MAX_CELL) ?? '';
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw new Problem(422, 'A label or a value of "items" is nested too deeply to be shown.');
  }
}

/** A text without a state is neither good nor bad. Where there is a number, the text only decorates it. */
function statusOf(key: string, { text, status, current, value }: Widget, isShown: boolean): KeyedReport | undefined {
  const state = typeof status === 'string' ? STATES.get(status.toLowerCase()) : undefined;
  const words = [text, current, value].find((each) => typeof each === 'string' && numberOf(each) === undefined);
  if (state === undefined && (isShown || words === undefined)) return undefined;
  const message = typeof words === 'string' ? cleanText(words, MAX_MESSAGE) : undefined;
  return { key, report: { state: state ?? 'unknown', message } };
}
