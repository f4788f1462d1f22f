import type { Query } from '../../wire/board';

/** The command that pushes one value, as it can be pasted into a shell. */
export function pushCommand(origin: string, key: string, value = 42, tags?: Readonly<Record<string, string>>): string {
  const body = tags === undefined ? String(value) : quote(JSON.stringify({ value, tags }));
  return `curl ${origin}/api/v1/metrics/${key} \\\n  -d ${body}`;
}

/** The command that feeds a panel; undefined where its source is not fed by pushing. */
export function feedCommand(origin: string, query: Query | undefined): string | undefined {
  const { source, metric, tags } = (query ?? {}) as Partial<Query> & { metric?: unknown; tags?: unknown };
  if (source !== 'metrics' || typeof metric !== 'string' || !KEY.test(metric)) return undefined;
  return pushCommand(origin, metric, 42, isTags(tags) ? tags : undefined);
}

/** The contract's metric keys: none of their characters means anything to a shell. */
const KEY = /^[A-Za-z0-9._:/-]{1,200}$/;

function isTags(tags: unknown): tags is Record<string, string> {
  return (
    typeof tags === 'object' &&
    tags !== null &&
    Object.keys(tags).length > 0 &&
    Object.values(tags).every((value) => typeof value === 'string')
  );
}

/** For a POSIX shell: nothing but the quote itself is special between single quotes. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
