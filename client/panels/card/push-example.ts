import type { Query } from '../../../wire/schemas/board';
import type { Frame } from '../../../wire/schemas/frame';
import { matchesGlob } from '../../../wire/glob';
import { brokenKeyRule } from '../../../wire/metric-key';
import { matchesTags } from '../../../wire/tag-filter';
import { dateAt } from '../data/frame-columns';

/** What is sent in addition to the value. */
interface SeriesAttributes {
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly unit?: string | undefined;
}

export interface ExistingSeries extends SeriesAttributes {
  readonly key: string;
}

/**
 * Returns the command that pushes one value, for pasting into a shell.
 *
 * @param server the address of the server, without a slash at the end
 */
export function pushCommand(server: string, key: string, value = 42, { tags, unit }: SeriesAttributes = {}): string {
  const attributes = { ...(isTags(tags) && { tags }), ...(unit !== undefined && unit !== '' && { unit }) };
  const body =
    Object.keys(attributes).length === 0 ? String(value) : quoteForShell(JSON.stringify({ value, ...attributes }));
  return `curl ${server}/api/v1/metrics/${key} \\\n  -d ${body}`;
}

/**
 * Returns a command that pushes data to a panel; undefined if its source does not accept pushed data. If the panel has
 * data, the command uses an existing series, status or table: a new one would change what the panel shows.
 *
 * @param server the address of the server, without a slash at the end
 * @param series series that are known to exist
 * @param frame the data that the panel shows
 */
export function pushExample(
  server: string,
  query: Query | undefined,
  { series = [], frame }: { series?: readonly ExistingSeries[]; frame?: Frame | undefined } = {},
): string | undefined {
  switch (query?.source) {
    case 'metrics':
      return metricExample(server, query, [...series, ...seriesIn(query, frame)]);
    case 'statuses':
      return statusExample(server, query, frame);
    case 'events':
      return eventExample(server, query);
    case 'tables':
      return tableExample(server, query, frame);
    default:
      return undefined;
  }
}

/** The series in a frame, if they are stored series: `by` and expressions remove tags. */
function seriesIn({ by, across, queries, quantile }: Query, frame: Frame | undefined): readonly ExistingSeries[] {
  if ([by, across, queries, quantile].some((member) => member !== undefined)) return [];
  return (frame?.fields ?? [])
    .filter(({ type }) => type === 'number')
    .map(({ name, tags, unit }) => ({ key: name, tags, unit }));
}

/** Uses the first of several metrics. For an expression, uses the first of its queries. */
function metricExample(server: string, query: Query, series: readonly ExistingSeries[]): string | undefined {
  const part = firstPartOf(query);
  const { metric, metrics, match } = part;
  const keys = [metric, ...(Array.isArray(metrics) ? (metrics as unknown[]) : [])].filter(isKey);
  const filter = tagFilterOf(part.tags);
  const found = series.find(
    ({ key, tags = {} }) =>
      isKey(key) &&
      (keys.includes(key) || (typeof match === 'string' && matchesGlob(match, key))) &&
      matchesTags(tags, filter),
  );
  if (found !== undefined) return pushCommand(server, found.key, 42, found);
  const key: unknown = keys[0] ?? (typeof match === 'string' ? match.replace(/\*+/g, 'example') : undefined);
  const unit = typeof query.unit === 'string' ? query.unit : undefined;
  return isKey(key) ? pushCommand(server, key, 42, { tags: exampleTags(part), unit }) : undefined;
}

function firstPartOf(query: Query): Readonly<Record<string, unknown>> {
  const { queries } = query;
  if (typeof queries !== 'object' || queries === null) return query;
  return (Object.values(queries) as Readonly<Record<string, unknown>>[])[0] ?? {};
}

/** Returns tags that pass the query's filter. Tags that `by` groups by get an example value. */
function exampleTags({ tags, by }: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const named = Array.isArray(by) ? (by as unknown[]).filter((name) => typeof name === 'string') : [];
  const wanted = Object.entries(tagFilterOf(tags)).map(([name, patterns]) => [name, exampleOf(patterns)] as const);
  return Object.fromEntries([...named.map((name) => [name, 'example'] as const), ...wanted]);
}

function exampleOf(patterns: readonly string[]): string {
  const wanted = patterns.find((each) => !each.startsWith('!')) ?? '*';
  return wanted.replace(/\*+/g, 'example');
}

/** Returns the query's tag filter. While a query is edited, it may contain anything. */
function tagFilterOf(tags: unknown): Readonly<Record<string, readonly string[]>> {
  const entries: [string, unknown][] = Object.entries(typeof tags === 'object' && tags !== null ? tags : {});
  return Object.fromEntries(entries.map(([name, patterns]) => [name, [patterns].flat().map(String)]));
}

/** Uses an existing status, or a key that `match` accepts: `*` is replaced with a word. */
function statusExample(server: string, { match = '*' }: Query, frame: Frame | undefined): string | undefined {
  const names = frame?.fields.find(({ name, type }) => name === 'name' && type === 'string')?.values ?? [];
  const pattern = typeof match === 'string' ? match.replace(/\*+/g, 'example') : undefined;
  const key = names.find((name) => isKey(name) && typeof match === 'string' && matchesGlob(match, name)) ?? pattern;
  return isKey(key)
    ? `curl ${server}/api/v1/statuses/${key} \\\n  ${dataArgument({ state: 'ok', message: 'all is well' })}`
    : undefined;
}

/** An event that passes the query's levels and tags. */
function eventExample(server: string, { levels, tags }: Query): string {
  const [level] = Array.isArray(levels) ? (levels as unknown[]) : [];
  const event = {
    title: 'Deploy finished',
    level: typeof level === 'string' ? level : 'ok',
    tags: isTags(tags) ? tags : undefined,
  };
  return `curl ${server}/api/v1/events \\\n  ${dataArgument(event)}`;
}

/**
 * PUT replaces the table, so the command repeats the current content, or uses an example if that is too long for a
 * shell.
 */
function tableExample(server: string, { table }: Query, frame: Frame | undefined): string | undefined {
  const content = tableOf(frame) ?? {
    columns: [{ name: 'host' }, { name: 'load', type: 'number' }],
    rows: [['web-1', 0.42]],
  };
  return isKey(table) ? `curl -X PUT ${server}/api/v1/tables/${table} \\\n  ${dataArgument(content)}` : undefined;
}

/** Terminals cut longer commands. */
const MAX_COMMAND_LENGTH = 4_000;

function tableOf(frame: Frame | undefined): unknown {
  const fields = frame?.fields ?? [];
  if (fields.length === 0) return undefined;
  const columns = fields.map(({ name, type, unit }) => ({ name, type, ...(unit !== undefined && { unit }) }));
  const rows = (fields[0]?.values ?? []).map((_, row) =>
    fields.map((field) => dateAt(field, row) ?? field.values[row] ?? null),
  );
  const content = { columns, rows };
  return JSON.stringify(content).length > MAX_COMMAND_LENGTH ? undefined : content;
}

/** Valid keys contain no characters that are special in a shell. */
function isKey(key: unknown): key is string {
  return typeof key === 'string' && brokenKeyRule(key) === undefined;
}

function isTags(tags: unknown): tags is Record<string, string> {
  return (
    typeof tags === 'object' &&
    tags !== null &&
    Object.keys(tags).length > 0 &&
    Object.values(tags).every((value) => typeof value === 'string')
  );
}

function dataArgument(body: unknown): string {
  return `-d ${quoteForShell(JSON.stringify(body))}`;
}

/** Quotes for a POSIX shell: within single quotes, only the quote itself is special. */
function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
