import type { InputError } from '../../../wire/problem';

/** Where a server's path leads within the panel: `panels[2].query.metric` is its `query.metric`. */
function within(path: string): string {
  return path.replace(/^panels(\[\d+\]|\.\d+)\.?/, '');
}

/** What was said of one field of the panel, and of anything in it; undefined where nothing was. */
export function errorAt(errors: readonly InputError[], field: string): string | undefined {
  const said = errors.find(({ path }) => {
    const at = within(path);
    return at === field || at.startsWith(`${field}.`) || at.startsWith(`${field}[`);
  });
  return said && sentence(said.message);
}

/** What was said of each of these members of `query` or `options`. */
export function problemsOf(
  errors: readonly InputError[],
  of: 'query' | 'options',
  names: readonly string[],
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(names.map((name) => [name, errorAt(errors, name === '' ? of : `${of}.${name}`)]));
}

/** What was said of none of these fields. */
export function errorsElsewhere(errors: readonly InputError[], fields: readonly string[]): readonly string[] {
  return errors
    .filter((error) => !fields.some((field) => errorAt([error], field) !== undefined))
    .map(({ path, message }) => (within(path) === '' ? sentence(message) : `${within(path)}: ${message}`));
}

/** The server's words follow a path there, and stand alone here. */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
}
