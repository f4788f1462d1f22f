import { describe, expect, it } from '@jest/globals';
import { answerQuery } from './influx-query.js';

describe('answerQuery', () => {
  it('separates statements by semicolons outside of quotes', () => {
    const { results } = answerQuery(`CREATE DATABASE "a;b"; SHOW DATABASES;; CREATE DATABASE 'it\\'s;c'`, 'x');
    expect(results.map(({ statement_id }) => statement_id)).toEqual([0, 1, 2]);
  });

  it('includes everything after an unclosed quote in its statement', () => {
    expect(answerQuery('CREATE DATABASE "a; SHOW DATABASES', 'x').results).toHaveLength(1);
    expect(answerQuery('CREATE DATABASE "a\\', 'x').results).toHaveLength(1);
  });

  // It would take minutes if the time grew with the square of the length.
  it.each(['"', "'"])('reads 200,000 escaped quotes behind a %s that is not closed', (quote) => {
    expect(answerQuery(`CREATE DATABASE ${quote}${`\\${quote}`.repeat(100_000)}`, 'x').results).toHaveLength(1);
  });
});
