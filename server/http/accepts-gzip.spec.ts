import { describe, expect, it } from '@jest/globals';
import { acceptsGzip } from '../http/accepts-gzip.js';

describe('acceptsGzip', () => {
  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ['', false],
    ['gzip', true],
    ['GZIP', true],
    ['br, gzip', true],
    ['deflate,gzip;q=0.5, br', true],
    ['gzip ; q=1.0', true],
    ['gzip;Q=0.001', true],
    ['gzip;q=0', false],
    ['gzip; q=0.000', false],
    ['gzip;q=x', false],
    ['identity', false],
    ['xgzip', false],
    ['gzipx, br', false],
    // Longer than 1 kB: browsers and agents never send that.
    [`gzip${' '.repeat(1_100)}`, false],
    [`gzip${' '.repeat(1_000)}x`, false],
    [`${','.repeat(1_000)}gzip`, true],
  ])('reads %j as %s', (header, accepted) => {
    expect(acceptsGzip(header)).toBe(accepted);
  });
});
