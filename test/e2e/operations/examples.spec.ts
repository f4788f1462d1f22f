import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FolderModule } from '../../../examples/folder-module/folder.module.js';
import { RunningApp } from '../../support/server/running-app.js';
import { TestSocket } from '../../support/server/test-socket.js';
import { useTempDirPerTest } from '../../support/use-temp-dir.js';

describe('the example module of examples/folder-module', () => {
  let folder: string;
  let running: RunningApp;

  afterEach(async () => {
    await running.close();
    delete process.env.FOLDER;
  });

  useTempDirPerTest(async (path) => {
    folder = path;
    process.env.FOLDER = folder;
    writeFileSync(join(folder, 'first.txt'), 'one');
    running = await RunningApp.start({ imports: [FolderModule], settings: { notifyIntervalMs: 50 } });
  });

  const listedFiles = async (): Promise<readonly unknown[] | undefined> => {
    const { panels } = await running.api.snapshot('folder');
    return panels.list?.frame?.fields[0]?.values.toSorted();
  };

  it('shows the files of the folder on its own board, and their number as a metric', async () => {
    expect(await listedFiles()).toEqual(['first.txt']);
    const client = await TestSocket.open(running.base);
    await client.subscribe('folder');
    const hasMetric = async (): Promise<boolean> =>
      (await running.api.listMetrics()).some(({ key, value }) => key === 'folder.files' && value === 1);
    while (!(await hasMetric())) await client.next('changed');
    await client.close();
  });

  it('notifies clients of a new file, and shows it', async () => {
    const client = await TestSocket.open(running.base);
    await client.subscribe('folder');
    writeFileSync(join(folder, 'second.txt'), 'two');
    do await client.next('changed');
    while ((await listedFiles())?.length !== 2);
    expect(await listedFiles()).toEqual(['first.txt', 'second.txt']);
    await client.close();
  });
});
