/** A statement as PostgreSQL takes it, and where its parameters come from. */
export interface PostgresSql {
  readonly sql: string;
  /** Names of the parameters in order, if they have names. */
  readonly names: readonly string[];
}

/** Texts, quoted names, comments and casts are left alone; then named parameters, positional ones, and words. */
const TOKENS =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|::|:(?<name>[A-Za-z_]\w*)|(?<position>\?)|(?<word>[A-Za-z_]\w*)/g;

const MIXED_CASE = /^[a-z]\w*[A-Z]/;

/**
 * The handlers' SQL for PostgreSQL: its parameters are `$1`, and what it is not to fold to lower case is quoted
 * (https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS).
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
