import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ApiClient } from '../../support/server/api-client.js';
import { expectProblem } from '../../support/server/expect-problem.js';
import { lastValue } from '../../support/server/frame-values.js';
import { SmallDisk } from '../../support/server/small-disk.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(2 * TEST_TIMEOUT_MS);

/** Writes a file that uses all free space of the disk, in ever smaller writes. */
function fillDisk(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (let size = 1 << 20; size > 0; size >>= 1) while (tryWrite(file, Buffer.alloc(size))) continue;
  } finally {
    closeSync(file);
  }
}

/** Returns whether the write succeeded. */
function tryWrite(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) === bytes.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

(SmallDisk.isPossible ? describe : describe.skip)('a server whose disk is full (requires permission to mount)', () => {
  let disk: SmallDisk;
  let server: ServerProcess;
  let api: ApiClient;

  beforeAll(async () => {
    disk = SmallDisk.mount('24m') as SmallDisk;
    server = await ServerProcess.start({ dataDir: join(disk.path, 'data') });
    api = new ApiClient(server.base);
  });
  afterAll(async () => {
    await server.dispose();
    disk.unmount();
  });

  it('rejects writes with a problem, still reads, and accepts writes as soon as there is space', async () => {
    await api.createBoard('kept', ['kept']);
    await api.push('kept', 1);
    const filler = join(disk.path, 'filler');
    fillDisk(filler);

    // The log of the database can have space for some more writes.
    let last = 1;
    let response = await api.post('/api/v1/metrics/kept', String(last + 1));
    while (response.status === 200) {
      last += 1;
      response = await api.post('/api/v1/metrics/kept', String(last + 1));
    }
    expectProblem(response, 507, /full/);
    expectProblem(await api.post('/api/v1/metrics', '[{"key":"kept","value":-1}]'), 507, /full/);
    expectProblem(await api.sendJson('POST', '/api/v1/boards', { slug: 'none', title: 'None', panels: [] }), 507);
    expectProblem(await api.request('/health/ready'), 503, /full/);
    expect((await api.request('/health/live')).status).toBe(200);

    expect(await api.listMetrics()).toContainEqual(expect.objectContaining({ key: 'kept', value: last }));
    const snapshot = await api.snapshot('kept', '?range=6h');
    expect(lastValue(snapshot.panels.p0?.frame)).toBe(last);
    expect((await api.request('/api/v1/boards/none')).status).toBe(404);
    expect((await api.request('/boards/kept', { headers: { accept: 'text/html' } })).status).toBe(200);

    rmSync(filler);
    await api.push('kept', 1_000);
    expect((await api.request('/health/ready')).status).toBe(200);
    expect(await api.panelValue('kept')).toBe(1_000);

    await server.kill();
    await server.restart();
    api = new ApiClient(server.base);
    expect(await api.panelValue('kept')).toBe(1_000);
    expect(await api.history('kept', '?aggregate=max&every=1h')).toMatchObject({ fields: [{}, { name: 'kept' }] });
  });

  it('accepts deletions, and new data once there is space', async () => {
    await api.push('old', 1);
    await api.createBoard('old', ['old']);
    expect((await api.post('/api/v1/statuses/old', '{"state":"ok"}')).status).toBe(200);
    const filler = join(disk.path, 'filler');
    fillDisk(filler);
    let response = await api.post('/api/v1/metrics/kept', '1');
    while (response.status === 200) response = await api.post('/api/v1/metrics/kept', '1');
    expectProblem(response, 507, /full/);

    const deleted = ['metrics', 'boards', 'statuses'].map((kind) => `/api/v1/${kind}/old`);
    for (const path of deleted)
      expect([path, (await api.request(path, { method: 'DELETE' })).status]).toEqual([path, 204]);
    expect((await api.listMetrics()).map(({ key }) => key)).not.toContain('old');
    // Only deletions may use the reserved space.
    expectProblem(await api.post('/api/v1/metrics/kept', '1'), 507, /full/);
    const largerBoard = { title: 'x'.repeat(100), panels: [] };
    expectProblem(await api.sendJson('PUT', '/api/v1/boards/kept', largerBoard, { 'if-match': '*' }), 507, /full/);

    rmSync(filler);
    await api.push('kept', 2_000);
    fillDisk(filler);
    expect((await api.request('/api/v1/metrics/kept', { method: 'DELETE' })).status).toBe(204);
    rmSync(filler);
  });
});
