import type { Query } from '../../wire/board';

/** The command that pushes one value, as it can be pasted into a shell. */
export function pushCommand(origin: string, key: string, value = 42, tags?: Readonly<Record<string, string>>): string {
  const body = tags === undefined ? String(value) : quote(JSON.stringify({ value, tags }));
  return `curl ${origin}/api/v1/metrics/${key} \\\n  -d ${body}`;
}

/** The command that feeds a panel; undefined where its source is not fed by pushing. */
export function feedCommand(origin: string, query: Query | undefined): string | undefined {
  switch (query?.source) {
    case 'metrics':
      return feedMetric(origin, query);
    case 'statuses':
      return feedStatus(origin, query);
    case 'events':
      return feedEvents(origin, query);
    case 'tables':
      return feedTable(origin, query);
    default:
      return undefined;
  }
}

/** Of several metrics the first will do. */
function feedMetric(origin: string, { metric, metrics, tags }: Query): string | undefined {
  const key: unknown = metric ?? (Array.isArray(metrics) ? metrics[0] : undefined);
  return isKey(key) ? pushCommand(origin, key, 42, isTags(tags) ? tags : undefined) : undefined;
}

/** With `match` a key that it lets through: whatever a `*` stands for may be a word. */
function feedStatus(origin: string, { match = '*' }: Query): string | undefined {
  const key = typeof match === 'string' ? match.replaceAll(/\*+/g, 'example') : undefined;
  return isKey(key)
    ? `curl ${origin}/api/v1/statuses/${key} \\\n  ${data({ state: 'ok', message: 'all is well' })}`
    : undefined;
}

/** One that the query's own levels and tags let through. */
function feedEvents(origin: string, { levels, tags }: Query): string {
  const [level] = Array.isArray(levels) ? (levels as unknown[]) : [];
  const event = {
    title: 'Deploy finished',
    level: typeof level === 'string' ? level : 'ok',
    tags: isTags(tags) ? tags : undefined,
  };
  return `curl ${origin}/api/v1/events \\\n  ${data(event)}`;
}

function feedTable(origin: string, { table }: Query): string | undefined {
  const content = { columns: [{ name: 'host' }, { name: 'load', type: 'number' }], rows: [['web-1', 0.42]] };
  return isKey(table) ? `curl -X PUT ${origin}/api/v1/tables/${table} \\\n  ${data(content)}` : undefined;
}

/** The contract's keys: none of their characters means anything to a shell. */
const KEY = /^[A-Za-z0-9._:/-]{1,200}$/;

function isKey(key: unknown): key is string {
  return typeof key === 'string' && KEY.test(key);
}

function isTags(tags: unknown): tags is Record<string, string> {
  return (
    typeof tags === 'object' &&
    tags !== null &&
    Object.keys(tags).length > 0 &&
    Object.values(tags).every((value) => typeof value === 'string')
  );
}

function data(body: unknown): string {
  return `-d ${quote(JSON.stringify(body))}`;
}

/** For a POSIX shell: nothing but the quote itself is special between single quotes. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
