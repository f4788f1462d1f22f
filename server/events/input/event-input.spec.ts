import { describe, expect, it } from '@jest/globals';
import { JobError } from '../../common/errors/job-error.js';
import { parseEventBody, type ParsedEvents } from './event-input.js';

const NOW_US = Date.UTC(2026, 0, 1) * 1_000;

const read = (body: string): ParsedEvents => parseEventBody(Buffer.from(body), NOW_US);

function rejectionOf(body: string): JobError {
  try {
    read(body);
  } catch (error) {
    if (error instanceof JobError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('parseEventBody', () => {
  it.each([
    ['{"title":"a"}', ['a'], false],
    ['\ufeff{\n  "title": "a"\n}\n', ['a'], false],
    ['{"title":"a"}\n\n', ['a'], false],
    ['[]', [], true],
    ['[{"title":"a"}]', ['a'], true],
    ['[\n  {"title":"a"},\n  {"title":"b"}\n]', ['a', 'b'], true],
    ['{"title":"a"}\n{"title":"b"}', ['a', 'b'], true],
    ['\r\n{"title":"a"}\r\n\r\n{"title":"b"}\r\n', ['a', 'b'], true],
  ])('parses %j', (body, titles, isBatch) => {
    const sent = read(body);
    expect([sent.events.map(({ title }) => title), sent.isBatch]).toEqual([titles, isBatch]);
  });

  it.each([
    ['[{"title":"a"},{"title":""}]', '[1].title'],
    ['{"title":"a"}\n{"level":"ok"}', '[1].title'],
    ['[{"title":"a"},"b"]', '[1]'],
    ['[[]]', '[0]'],
    ['[{"title":"a","tags":{"x":1}}]', '[0].tags.x'],
    ['[{"title":"a","at":"2026-02-30T00:00:00Z"}]', '[0].at'],
    ['{"title":"a","at":0}', 'at'],
    ['[{"title":"a","at":1}]', '[0].at'],
    ['"a"', ''],
  ])('rejects %j with the path %s', (body, path) => {
    const { status, errors } = rejectionOf(body);
    expect([status, errors?.[0]?.path]).toEqual([422, path]);
  });

  it.each([
    ['', /empty/],
    ['deployed', /not JSON/],
    ['[{"title":"a"}', /body is not JSON/],
    ['{"title":"a"}\n\nnonsense', /Line 3 is not JSON/],
    ['{"title":\n"a"', /body is not JSON/],
  ])('answers 400 to %j', (body, expected) => {
    const { status, message } = rejectionOf(body);
    expect(status).toBe(400);
    expect(message).toMatch(expected);
  });
});
