import { expect } from '@jest/globals';
import type { ProblemDocument } from '../../../wire/schemas/problem-schema.js';
import type { ApiResponse } from './api-client.js';

/** Stack traces and names of internals, which belong in the log, not in a response. */
const INTERNALS = /\bat .*\.(ts|js):\d+|node_modules|FST_ERR|SQLITE|hunter2/;

/** Expects a problem document (RFC 9457) without internals. @param detail matches its `detail` */
export function expectProblem(
  { status, headers, text }: ApiResponse,
  expected: number,
  detail?: RegExp,
): ProblemDocument {
  expect([status, text]).toEqual([expected, expect.anything()]);
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  // Node's parser rejects headers that are too large before the server has a request to answer.
  if (expected !== 431) expect(headers['cache-control']).toBe('no-store');
  const problem = JSON.parse(text) as ProblemDocument;
  expect(problem).toMatchObject({
    status: expected,
    title: expect.stringMatching(/./),
    detail: expect.stringMatching(detail ?? /./),
  });
  expect(text).not.toMatch(INTERNALS);
  return problem;
}

/** Expects a response of `fetch` to be a problem document (RFC 9457) without internals. @param detail matches its `detail` */
export async function expectProblemResponse(response: Response, status: number, detail: RegExp): Promise<void> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const body = (await response.json()) as Record<string, unknown>;
  expect(body).toMatchObject({ status, title: expect.any(String), detail: expect.stringMatching(detail) });
  expect(response.status).toBe(status);
  expect(JSON.stringify(body)).not.toMatch(INTERNALS);
}
