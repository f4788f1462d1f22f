import { z } from 'zod';
import { Problem } from '../../common/errors/problem.js';

const seriesSchema = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  values: z.array(z.array(z.union([z.string(), z.number(), z.boolean()]))).optional(),
});

export const queryResultSchema = z
  .object({ results: z.array(z.object({ statement_id: z.int(), series: z.array(seriesSchema).optional() })) })
  .meta({ id: 'InfluxQueryResult' });

export type QueryResult = z.infer<typeof queryResultSchema>;
type Series = z.infer<typeof seriesSchema>;

/** Statements, separated by semicolons outside of quotes. An unclosed quote includes the rest. The text is read only once. */
const STATEMENT = /(?:"(?:[^"\\]|\\.)*(?:"|\\?$)|'(?:[^'\\]|\\.)*(?:'|\\?$)|[^;"'])+/gs;

/** No client that only writes sends more. */
const MAX_STATEMENTS = 100;

/** Makes what is there already: there are no databases or retention policies here. */
const CREATES = /^(?:CREATE\s+DATABASE|(?:CREATE|ALTER)\s+RETENTION\s+POLICY)\s/i;
const SHOWS = /^SHOW\s+(\w+)(?:\s+(\w+))?/i;

/**
 * The answer to what clients ask before they write: databases and retention policies are made as they want, the database that they
 * name is there, and it has no measurements. Stored data is not listed: an incomplete list could make a client believe that data is lost.
 *
 * @param database that the request names.
 * @throws Problem 400 for everything else.
 */
export function answerQuery(query: string, database: string | undefined): QueryResult {
  const statements = (query.match(STATEMENT) ?? []).map((each) => each.trim()).filter((each) => each !== '');
  if (statements.length === 0) throw new Problem(400, 'missing required parameter "q"');
  if (statements.length > MAX_STATEMENTS) throw new Problem(400, `At most ${MAX_STATEMENTS} statements are answered.`);
  const results = statements.map((statement, index) => ({ statement_id: index, ...resultOf(statement, database) }));
  return { results };
}

function resultOf(statement: string, database: string | undefined): { series?: Series[] } {
  if (CREATES.test(statement)) return {};
  const [, first = '', second = ''] = SHOWS.exec(statement) ?? [];
  if (first === '') throw unsupportedQuery();
  const series = seriesOf(`${first} ${second}`.trimEnd().toUpperCase(), database);
  return series ? { series: [series] } : {};
}

function seriesOf(shown: string, database: string | undefined): Series | undefined {
  if (shown === 'DATABASES') {
    return { name: 'databases', columns: ['name'], ...(database ? { values: [[database]] } : {}) };
  }
  if (!shown.startsWith('RETENTION POLICIES')) return undefined;
  return {
    name: 'retention policies',
    columns: ['name', 'duration', 'shardGroupDuration', 'replicaN', 'default'],
    values: [['autogen', '0s', '168h0m0s', 1, true]],
  };
}

function unsupportedQuery(): Problem {
  return new Problem(
    400,
    'Boardcast accepts writes of InfluxDB clients, but answers only the queries CREATE DATABASE, CREATE and ALTER ' +
      'RETENTION POLICY, and SHOW. Read stored data with GET /api/v1/metrics.',
  );
}
