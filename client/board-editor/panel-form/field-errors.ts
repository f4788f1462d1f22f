import type { InputError } from '../../../wire/schemas/problem-schema';

/** The path relative to the panel: `query.metric` for `panels[2].query.metric`. */
function pathInPanel(path: string): string {
  return path.replace(/^panels(\[\d+\]|\.\d+)\.?/, '');
}

/** Returns the first error of a field or of anything within it; undefined if there is none. */
export function errorAt(errors: readonly InputError[], field: string): string | undefined {
  const error = errors.find(({ path }) => {
    const relative = pathInPanel(path);
    return relative === field || relative.startsWith(`${field}.`) || relative.startsWith(`${field}[`);
  });
  return error && sentence(error.message);
}

/** Returns the errors of these members of `query` or `options` by name. */
export function problemsOf(
  errors: readonly InputError[],
  of: 'query' | 'options',
  names: readonly string[],
): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(names.map((name) => [name, errorAt(errors, name === '' ? of : `${of}.${name}`)]));
}

/** Returns the errors that concern none of these fields. */
export function errorsElsewhere(errors: readonly InputError[], fields: readonly string[]): readonly string[] {
  return errors
    .filter((error) => !fields.some((field) => errorAt([error], field) !== undefined))
    .map(({ path, message }) => (pathInPanel(path) === '' ? sentence(message) : `${pathInPanel(path)}: ${message}`));
}

/** Starts the message with a capital: the server writes messages that follow a path. */
function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
}
