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

/** Matches statements, which semicolons outside of quotes separate. An unclosed quote includes the rest. The pattern never backtracks. */
const STATEMENT = /(?:"(?:[^"\\]|\\.)*(?:"|\\?$)|'(?:[^'\\]|\\.)*(?:'|\\?$)|[^;"'])+/gs;

/** Clients that only write send fewer statements. */
const MAX_STATEMENTS = 100;

/** Statements that have no effect, because there are no databases and retention policies here. */
const CREATES = /^(?:CREATE\s+DATABASE|(?:CREATE|ALTER)\s+RETENTION\s+POLICY)\s/i;
const SHOWS = /^SHOW\s+(\w+)(?:\s+(\w+))?/i;

/**
 * Answers the queries that clients send before they write. Creating databases and retention policies succeeds without an effect,
 * the database of the request exists, and it has no measurements. Stored data is not listed, because an incomplete list could make
 * a client believe that data is lost.
 *
 * @param database name of the database in the request
 * @throws Problem 400 for other queries
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
