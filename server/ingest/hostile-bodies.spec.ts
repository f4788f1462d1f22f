import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import snappy from 'snappyjs';
import { ProblemFilter } from '../http/problems/problem.filter.js';
import { IngestApp } from '../../test/support/server/ingest-app.js';
import { metricFamilies } from '../../test/fixtures/metric-families.js';
import { writeRequest } from '../../test/fixtures/write-request.js';
import { runs } from '../../test/support/jest/property-runs.js';

let app: IngestApp;
beforeAll(async () => {
  app = await IngestApp.start([ProblemFilter]);
});
afterAll(() => app.close());

const AT = Date.parse('2026-01-01T00:00:00Z');
const series = Array.from({ length: 3 }, (_, i) => ({
  labels: { __name__: `s${i}`, a: 'b' },
  samples: [[i, AT] as const],
}));
const families = Array.from({ length: 3 }, (_, i) => ({ name: `f${i}`, metrics: [{ labels: { a: 'b' }, gauge: i }] }));

interface Protocol {
  readonly path: string;
  readonly headers: Record<string, string>;
  /** A valid request. */
  readonly valid: Uint8Array;
}

const PROTOCOLS: readonly Protocol[] = [
  {
    path: '/api/v1/write',
    headers: { 'content-encoding': 'snappy' },
    valid: snappy.compress(writeRequest(series)),
  },
  { path: '/api/v2/write', headers: {}, valid: Buffer.from(`m,a=b f=1,s="x",g=2i ${AT}000000\nn value=t`) },
  { path: '/write?precision=s', headers: { 'content-type': 'text/plain' }, valid: Buffer.from('m,a=b f=1\nn,c=d f=2') },
  { path: '/metrics/job/fuzz/a/b', headers: {}, valid: Buffer.from(`# TYPE a gauge\na{b="c"} 1 ${AT}\nb 2\n`) },
  {
    path: '/metrics/job/fuzz',
    headers: { 'content-type': 'application/vnd.google.protobuf; encoding=delimited' },
    valid: metricFamilies(families),
  },
];

/** A request with changed bytes, truncated, and possibly with a wrong `Content-Encoding`. */
const damaged = fc.constantFrom(...PROTOCOLS).chain(({ path, headers, valid }) =>
  fc.record({
    path: fc.constant(path),
    headers: fc.constantFrom(headers, headers, { ...headers, 'content-encoding': 'gzip' }),
    body: fc
      .tuple(
        fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.oneof(fc.constant(valid.length), fc.nat(valid.length)),
      )
      .map(([changes, length]) => {
        const body = Uint8Array.from(valid);
        for (const [at, byte] of changes) body[at] = byte;
        return body.slice(0, length);
      }),
  }),
);

describe('damaged bodies of other protocols', () => {
  const listed = async (): Promise<string> => (await app.requestMetrics('')).text();

  it('are accepted or rejected, never partly without a message, and never cause a server error', async () => {
    for (const { path, headers, valid } of PROTOCOLS) {
      const response = await app.request(path, { method: 'POST', headers, body: Uint8Array.from(valid) });
      expect([200, 204]).toContain(response.status);
    }
    await fc.assert(
      fc.asyncProperty(damaged, async ({ path, headers, body }) => {
        const before = await listed();
        const response = await app.request(path, { method: 'POST', headers, body });
        expect([200, 204, 400, 413, 415, 429]).toContain(response.status);
        // Clients of InfluxDB expect that valid lines are stored and invalid ones are reported.
        const isPartial = (await response.text()).includes('partial write');
        if (response.status >= 400 && !isPartial) expect(await listed()).toBe(before);
      }),
      runs(150),
    );
  });
});
