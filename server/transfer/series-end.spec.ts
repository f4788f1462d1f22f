import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RunningApp } from '../../test/support/server/running-app.js';

let source: RunningApp;
/** Its export ends with series that have ended: it has no statuses and tables, which would follow. */
let metricsOnly: RunningApp;

beforeAll(async () => {
  [source, metricsOnly] = await Promise.all([RunningApp.start(), RunningApp.start()]);
  for (const app of [source, metricsOnly]) {
    await post(app, '/metrics/job/j1', 'jobs_done 1\n');
    await post(app, '/metrics/job/j2', 'jobs_done 2\n');
    for (const job of ['j1', 'j2']) {
      expect(await app.api.request(`/metrics/job/${job}`, { method: 'DELETE' })).toMatchObject({ status: 202 });
    }
  }
  await post(source, '/metrics/job/j2', 'jobs_done 3\n');
  await post(source, '/api/v1/events', '{"title":"Deployed"}');
  await post(source, '/api/v1/statuses/backup', '{"state":"ok"}');
  const table = { columns: [{ name: 'city' }], rows: [['Ulm']] };
  const put = await source.api.request('/api/v1/tables/cities', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(table),
  });
  expect(put.status).toBe(200);
});
afterAll(async () => {
  await Promise.all([source.close(), metricsOnly.close()]);
});

async function post(app: RunningApp, path: string, body: string): Promise<void> {
  expect((await app.api.post(path, body)).status).toBeLessThan(300);
}

/** Returns the lines of an export, without those of the server's own metrics, which make it long. */
async function exportedLines(app: RunningApp): Promise<string[]> {
  const { text } = await app.api.request('/api/v1/export');
  return text.split('\n').filter((line) => line !== '' && !line.includes('"system.'));
}

/** Earlier versions wrote the same type in the last line of a file and in lines that say when a series ended. */
function asEarlierVersion(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace('{"type":"seriesEnd"', '{"type":"end"'));
}

async function imported(app: RunningApp, lines: readonly string[]) {
  const response = await app.api.post('/api/v1/import', lines.map((line) => `${line}\n`).join(''));
  return { status: response.status, body: response.json() as Record<string, unknown> };
}

async function jobsDone(app: RunningApp): Promise<unknown[]> {
  const { items } = (await app.api.request('/api/v1/metrics')).json() as { items: { key: string }[] };
  return items.filter(({ key }) => key === 'jobs_done');
}

async function withTarget(use: (target: RunningApp) => Promise<void>): Promise<void> {
  const target = await RunningApp.start();
  try {
    await use(target);
  } finally {
    await target.close();
  }
}

describe.each([
  ['an export', (lines: readonly string[]) => [...lines]],
  ['an export of an earlier version', asEarlierVersion],
])('%s with ended series', (_name, version) => {
  it('is imported with the times at which they ended', async () => {
    const lines = version(await exportedLines(source));
    await withTarget(async (target) => {
      expect(await imported(target, lines)).toMatchObject({
        status: 200,
        body: { seriesEnd: { stored: 1, kept: 0 }, status: { stored: 1 }, event: { stored: 1 }, table: { stored: 1 } },
      });
      expect(await jobsDone(target)).toEqual(await jobsDone(source));
      expect(await jobsDone(target)).toContainEqual(expect.objectContaining({ endedAt: expect.any(String) }));
      // Importing it again changes nothing.
      expect(await imported(target, lines)).toMatchObject({ body: { seriesEnd: { stored: 0, kept: 1 } } });
    });
  });

  it.each([
    ['with statuses and tables after them', () => source],
    ['with nothing after them', () => metricsOnly],
  ])('is rejected as incomplete if it is cut after any line but the last, %s', async (_what, from) => {
    const lines = version(await exportedLines(from()));
    await withTarget(async (target) => {
      for (let count = 0; count < lines.length; count += 1) {
        const { status, body } = await imported(target, lines.slice(0, count));
        expect([count, status, body.detail]).toEqual([count, 422, expect.stringContaining('cut off')]);
      }
      expect(await imported(target, lines)).toMatchObject({ status: 200 });
    });
  });

  it('is rejected if it is cut within a line', async () => {
    const text = version(await exportedLines(source)).join('\n');
    await withTarget(async (target) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(text.length - 1), async (length) => {
          expect(await target.api.post('/api/v1/import', text.slice(0, length))).toMatchObject({ status: 422 });
        }),
        { examples: [[text.length - 1]] },
      );
    });
  });
});
