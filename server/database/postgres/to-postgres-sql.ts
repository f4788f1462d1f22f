/** A statement in PostgreSQL's dialect, and the names of its parameters. */
export interface PostgresSql {
  readonly sql: string;
  /** The names of named parameters, in order. */
  readonly names: readonly string[];
}

/** Matches strings, quoted names, comments and casts, which are kept, then named parameters, positional parameters, and words. */
const TOKENS =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|::|:(?<name>[A-Za-z_]\w*)|(?<position>\?)|(?<word>[A-Za-z_]\w*)/g;

const MIXED_CASE = /^[a-z]\w*[A-Z]/;

/**
 * Translates the SQL of jobs for PostgreSQL. Parameters become `$1`, and names with capitals are quoted, because PostgreSQL converts
 * others to lowercase (https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS).
 */
export function toPostgresSql(statement: string): PostgresSql {
  const names: string[] = [];
  let positions = 0;
  const sql = statement.replace(TOKENS, (token: string, ...rest: unknown[]) => {
    const { name, position, word } = rest.at(-1) as Record<'name' | 'position' | 'word', string | undefined>;
    if (name !== undefined) {
      if (!names.includes(name)) names.push(name);
      return `$${names.indexOf(name) + 1}`;
    }
    if (position !== undefined) return `$${(positions += 1)}`;
    return word !== undefined && MIXED_CASE.test(word) ? `"${word}"` : token;
  });
  return { sql, names };
}
