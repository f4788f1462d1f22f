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

  // With quadratic time this would take minutes.
  it.each(['"', "'"])('reads 200,000 escaped quotes after an unclosed %s in linear time', (quote) => {
    expect(answerQuery(`CREATE DATABASE ${quote}${`\\${quote}`.repeat(100_000)}`, 'x').results).toHaveLength(1);
  });
});
