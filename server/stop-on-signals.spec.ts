import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from '@jest/globals';

const SUBJECT = new URL('./stop-on-signals.ts', import.meta.url).href;

let child: ChildProcess;
afterEach(() => {
  child.kill('SIGKILL');
});

/** Starts a process that runs the code `stop` when it is stopped. `lines` are the lines that it prints after its start. */
function start(stop: string): ReturnType<typeof observe> {
  return observe(spawn(process.execPath, ['--input-type=module', '-e', scriptWith(stop)], { stdio: [...STDIO] }));
}

/** Like `start`, in a shell as npx does. */
function startInShellOfNpx(stop: string): ReturnType<typeof observe> {
  const command = '"$0" --input-type=module -e "$1"; exit';
  const env = { ...process.env, npm_lifecycle_event: 'npx' };
  return observe(spawn('sh', ['-c', command, process.execPath, scriptWith(stop)], { stdio: [...STDIO], env }));
}

const STDIO = ['ignore', 'pipe', 'ignore'] as const;

const scriptWith = (stop: string): string => `
  const { stopOnSignals } = await import(${JSON.stringify(SUBJECT)});
  stopOnSignals(async () => { ${stop} });
  setInterval(() => {}, 1_000);
  console.log('up');`;

async function observe(started: ChildProcess): Promise<{ lines: AsyncIterator<string>; ended: Promise<unknown[]> }> {
  child = started;
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
  await lines.next();
  return { lines, ended };
}

describe('stopOnSignals', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops the server and exits with 0 on %s', async (signal) => {
    const { lines, ended } = await start(`console.log('stopped');`);
    child.kill(signal);
    expect((await lines.next()).value).toBe('stopped');
    expect(await ended).toEqual([0, null]);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('ends at once on a second %s', async (signal, code) => {
    const { lines, ended } = await start(`setTimeout(() => console.log('hangs'), 150); await new Promise(() => {});`);
    child.kill(signal);
    await lines.next();
    child.kill(signal);
    expect(await ended).toEqual([code, null]);
  });

  it('ignores a second signal within 100 ms, because npm forwards signals', async () => {
    const { lines, ended } = await start(`
      console.log('stopping');
      await new Promise((resolve) => process.once('SIGINT', resolve));
      console.log('again');`);
    child.kill('SIGINT');
    await lines.next();
    child.kill('SIGINT');
    expect((await lines.next()).value).toBe('again');
    expect(await ended).toEqual([0, null]);
  });

  it('stops a server that npx started when the parent process has ended', async () => {
    const { lines } = await startInShellOfNpx(`console.log('stopped');`);
    child.kill('SIGTERM');
    expect((await lines.next()).value).toBe('stopped');
    expect((await lines.next()).done).toBe(true);
  });

  it('exits with 1 if stopping fails', async () => {
    const { ended } = await start(`throw new Error('the disk is gone');`);
    child.kill('SIGTERM');
    expect(await ended).toEqual([1, null]);
  });
});
