import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FileRead, readFolder } from './board-folder.js';

describe('readFolder', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'boardcast-folder-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const at = (name: string): string => join(folder, name);
  const contents = async (): Promise<Record<string, unknown>> => {
    const files: Record<string, FileRead['content']> = {};
    for await (const { name, content } of readFolder(folder)) files[name] = content;
    return files;
  };
  const fault = (message: RegExp): object => ({ fault: { path: '', message: expect.stringMatching(message) } });

  it('reads regular files, also by symbolic links', async () => {
    writeFileSync(at('a.yaml'), 'title: A');
    writeFileSync(at('.target'), 'title: B');
    symlinkSync(at('.target'), at('b.yml'));
    expect(await contents()).toEqual({ 'a.yaml': { text: 'title: A' }, 'b.yml': { text: 'title: B' } });
  });

  it('says of what is no regular file what it is, and does not wait for it', async () => {
    execFileSync('mkfifo', [at('fifo.yaml')]);
    mkdirSync(at('folder.yaml'));
    symlinkSync('/dev/zero', at('device.yaml'));
    symlinkSync(at('fifo.yaml'), at('link.yaml'));
    symlinkSync(at('nowhere'), at('dangling.yaml'));
    symlinkSync(at('loop.yaml'), at('loop.yaml'));
    writeFileSync(at('z.yaml'), 'title: Z');
    expect(await contents()).toEqual({
      'dangling.yaml': fault(/symbolic link to a file that does not exist/),
      'device.yaml': fault(/is a device/),
      'fifo.yaml': fault(/is a named pipe/),
      'folder.yaml': fault(/is a folder/),
      'link.yaml': fault(/is a named pipe/),
      'loop.yaml': fault(/ELOOP/),
      'z.yaml': { text: 'title: Z' },
    });
  });

  it('says of a socket that it is one', async () => {
    const server = createServer().listen(at('socket.yaml'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await contents()).toEqual({ 'socket.yaml': fault(/is a socket/) });
    await new Promise((resolve) => server.close(resolve));
  });

  it('reads 1 MiB, and no more', async () => {
    writeFileSync(at('a.yaml'), 'x'.repeat(1024 * 1024));
    writeFileSync(at('b.yaml'), 'x'.repeat(1024 * 1024 + 1));
    expect(await contents()).toEqual({
      'a.yaml': { text: expect.any(String) },
      'b.yaml': fault(/more than the 1048576 bytes/),
    });
  });

  it('leaves open what has gone since the folder was listed', async () => {
    writeFileSync(at('a.yaml'), 'title: A');
    writeFileSync(at('b.yaml'), 'title: B');
    const files = readFolder(folder);
    await files.next();
    rmSync(at('b.yaml'));
    expect((await files.next()).value).toEqual({ name: 'b.yaml', modifiedAt: 0, content: undefined });
  });

  // The superuser may read everything.
  (process.getuid?.() === 0 ? it.skip : it)('says of what it may not read that it must be made readable', async () => {
    writeFileSync(at('a.yaml'), 'title: A');
    chmodSync(at('a.yaml'), 0);
    expect(await contents()).toEqual({ 'a.yaml': fault(/EACCES.*readable/) });
  });
});
