import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../support/server/api-client.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { TestSocket } from '../../support/server/test-socket.js';

let server: ServerProcess;
let api: ApiClient;
beforeEach(async () => {
  server = await ServerProcess.start();
  api = new ApiClient(server.base);
});
afterEach(async () => {
  await server.dispose();
});

/** A push of which the server has the head, but not yet the body. */
function halfPushed(
  key: string,
  value: number,
  agent: Agent | false = false,
): { finish: () => Promise<unknown>; failed: Promise<unknown>; closed: Promise<unknown> } {
  const asking = request(`${server.base}/api/v1/metrics/${key}`, {
    method: 'POST',
    headers: { 'content-length': String(value).length },
    agent,
  });
  asking.flushHeaders();
  const closed = once(asking, 'socket').then(([socket]) => once(socket as Socket, 'close'));
  const failed = once(asking, 'error');
  failed.catch(() => undefined);
  return {
    failed,
    closed,
    finish: async () => {
      const answered = once(asking, 'response');
      asking.end(String(value));
      const [response] = (await answered) as [NodeJS.ReadableStream & { statusCode: number }];
      return { status: response.statusCode, ...((await json(response)) as object) };
    },
  };
}

describe('SIGTERM', () => {
  it('tells viewers, lets a request under way finish, and ends with 0', async () => {
    const viewer = await TestSocket.open(server.base);
    await viewer.subscribe('inbox');
    const half = halfPushed('last.words', 7);
    // The server has seen its head once it has answered what was sent after it.
    await api.request('/health/live');
    server.signal('SIGTERM');
    expect(await viewer.next('drain')).toEqual({ graceMs: expect.any(Number) });
    expect((await viewer.closed).code).toBe(1012);
    expect(await half.finish()).toMatchObject({ status: 200, value: 7 });
    expect(await server.exited).toEqual({ code: 0, signal: null });

    await server.restart();
    expect(await api.listMetrics()).toContainEqual(expect.objectContaining({ key: 'last.words', value: 7 }));
  });

  it('gives out the notice that waited, so that nobody misses the last change', async () => {
    await api.createBoard('last', ['l']);
    const viewer = await TestSocket.open(server.base);
    await viewer.subscribe('last');
    await api.push('l', 1);
    await viewer.next('changed');
    await api.push('l', 2);
    const { revision } = await api.snapshot('last');
    server.signal('SIGTERM');
    await viewer.closed;
    const told = viewer.received.filter(({ event }) => event === 'changed').map(({ data }) => data);
    expect(told.at(-1)).toMatchObject({ board: 'last', revision });
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it('ends with 0 though a client never finishes its request', async () => {
    const half = halfPushed('never.done', 7);
    await api.request('/health/live');
    server.signal('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    await half.failed;
  });

  it('keeps no connection that has had its answer, while another is still waited for', async () => {
    const agent = new Agent({ keepAlive: true });
    const never = halfPushed('never.done', 7);
    const half = halfPushed('answered', 7, agent);
    await api.request('/health/live');
    server.signal('SIGTERM');
    expect(await half.finish()).toMatchObject({ status: 200 });
    const ends = [half.closed.then(() => 'answered'), never.failed.then(() => 'given up')];
    expect(await Promise.race(ends)).toBe('answered');
    await never.failed;
    agent.destroy();
  });

  it('and once more, ends at once', async () => {
    const half = halfPushed('never.done', 7);
    const viewer = await TestSocket.open(server.base);
    server.signal('SIGTERM');
    await viewer.next('drain');
    // Two signals within 100 ms count as one (npm doubles them), so it is sent until it is understood.
    const again = setInterval(() => {
      server.signal('SIGTERM');
    }, 120);
    try {
      expect(await server.exited).toEqual({ code: 143, signal: null });
    } finally {
      clearInterval(again);
    }
    await half.failed;
  });

  it('as SIGINT does the same', async () => {
    server.signal('SIGINT');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });
});

describe('a deploy', () => {
  it('takes its viewers along: they come back to another epoch and hear of the next change', async () => {
    await api.createBoard('deployed', ['d']);
    await api.push('d', 1);
    const viewers = await Promise.all(Array.from({ length: 30 }, () => TestSocket.open(server.base)));
    const [first] = await Promise.all(viewers.map((viewer) => viewer.subscribe('deployed')));

    server.signal('SIGTERM');
    await Promise.all(
      viewers.map(async (viewer) => {
        expect(await viewer.next('drain')).toEqual({ graceMs: expect.any(Number) });
        expect((await viewer.closed).code).toBe(1012);
      }),
    );
    expect((await server.exited).code).toBe(0);
    await server.restart();

    const back = await Promise.all(viewers.map(() => TestSocket.open(server.base)));
    try {
      const subscribed = await Promise.all(back.map((viewer) => viewer.subscribe('deployed')));
      expect(subscribed[0]?.epoch).not.toBe(first?.epoch);
      expect(await api.panelValue('deployed')).toBe(1);
      await api.push('d', 2);
      await Promise.all(back.map((viewer) => viewer.next('changed')));
      expect(await api.panelValue('deployed')).toBe(2);
    } finally {
      await Promise.all(back.map((viewer) => viewer.close()));
    }
  });
});

describe('npm start', () => {
  it('prints the address that answers, and hands SIGTERM on', async () => {
    const started = await ServerProcess.start({ script: 'scripts/start.mjs' });
    try {
      expect(started.stdout).toMatch(/^Boardcast is live at http:\/\/localhost:\d+\n$/);
      const response = await fetch(`${started.address}/health/ready`);
      expect(response.status).toBe(200);
      expect(await started.stop()).toEqual({ code: 0, signal: null });
    } finally {
      await started.dispose();
    }
  });

  it('does so through npm, too', async () => {
    const dataDir = join(server.dataDir, 'npm');
    const npm = spawn('npm', ['start'], {
      cwd: process.cwd(),
      env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'ignore'],
      // A process group of its own, so that whatever npm leaves behind can be ended.
      detached: true,
    });
    try {
      let said = '';
      // The output ends with the last process that writes to it: with the server, not with npm.
      for await (const text of npm.stdout) {
        said += String(text);
        if (/ is live at \S+\n/.test(said)) npm.kill('SIGTERM');
      }
      const address = / is live at (\S+)/.exec(said)?.[1] ?? '';
      await expect(fetch(`${address}/health/live`)).rejects.toThrow();
      const next = await ServerProcess.start({ dataDir });
      await next.dispose();
    } finally {
      endGroup(npm.pid as number);
    }
  });
});

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
