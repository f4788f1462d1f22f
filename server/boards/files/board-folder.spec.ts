import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type BoardFile, readBoardFiles } from './board-folder.js';
import { useTempDirPerTest } from '../../../test/support/use-temp-dir.js';

describe('readBoardFiles', () => {
  let folder: string;

  useTempDirPerTest((path) => (folder = path));

  const at = (name: string): string => join(folder, name);
  const contents = async (): Promise<Record<string, unknown>> => {
    const files: Record<string, BoardFile['content']> = {};
    for await (const { name, content } of readBoardFiles(folder)) files[name] = content;
    return files;
  };
  const unreadableAs = (message: RegExp): object => ({ error: { path: '', message: expect.stringMatching(message) } });

  it('reads regular files, also through symbolic links', async () => {
    writeFileSync(at('a.yaml'), 'title: A');
    writeFileSync(at('.target'), 'title: B');
    symlinkSync(at('.target'), at('b.yml'));
    expect(await contents()).toEqual({ 'a.yaml': { text: 'title: A' }, 'b.yml': { text: 'title: B' } });
  });

  it('reports other kinds of files, and does not wait for them', async () => {
    execFileSync('mkfifo', [at('fifo.yaml')]);
    mkdirSync(at('folder.yaml'));
    symlinkSync('/dev/zero', at('device.yaml'));
    symlinkSync(at('fifo.yaml'), at('link.yaml'));
    symlinkSync(at('nowhere'), at('dangling.yaml'));
    symlinkSync(at('loop.yaml'), at('loop.yaml'));
    writeFileSync(at('z.yaml'), 'title: Z');
    expect(await contents()).toEqual({
      'dangling.yaml': unreadableAs(/symbolic link to a file that does not exist/),
      'device.yaml': unreadableAs(/is a device/),
      'fifo.yaml': unreadableAs(/is a named pipe/),
      'folder.yaml': unreadableAs(/is a folder/),
      'link.yaml': unreadableAs(/is a named pipe/),
      'loop.yaml': unreadableAs(/ELOOP/),
      'z.yaml': { text: 'title: Z' },
    });
  });

  it('reports a socket', async () => {
    const server = createServer().listen(at('socket.yaml'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await contents()).toEqual({ 'socket.yaml': unreadableAs(/is a socket/) });
    await new Promise((resolve) => server.close(resolve));
  });

  it('reads files of at most 1 MiB', async () => {
    writeFileSync(at('a.yaml'), 'x'.repeat(1024 * 1024));
    writeFileSync(at('b.yaml'), 'x'.repeat(1024 * 1024 + 1));
    expect(await contents()).toEqual({
      'a.yaml': { text: expect.any(String) },
      'b.yaml': unreadableAs(/more than the allowed 1048576 bytes/),
    });
  });

  it('returns no content for a file that was removed after the folder was listed', async () => {
    writeFileSync(at('a.yaml'), 'title: A');
    writeFileSync(at('b.yaml'), 'title: B');
    const files = readBoardFiles(folder);
    await files.next();
    rmSync(at('b.yaml'));
    expect((await files.next()).value).toEqual({ name: 'b.yaml', modifiedAt: 0, content: undefined });
  });

  // The superuser can read all files.
  (process.getuid?.() === 0 ? it.skip : it)('reports a file without read permission', async () => {
    writeFileSync(at('a.yaml'), 'title: A');
    chmodSync(at('a.yaml'), 0);
    expect(await contents()).toEqual({ 'a.yaml': unreadableAs(/EACCES.*readable/) });
  });
});
