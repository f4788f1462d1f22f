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

/** Starts a push request: sends the headers, but not the body. */
function startPush(
  key: string,
  value: number,
  agent: Agent | false = false,
): { finish: () => Promise<unknown>; failed: Promise<unknown>; closed: Promise<unknown> } {
  const pushRequest = request(`${server.base}/api/v1/metrics/${key}`, {
    method: 'POST',
    headers: { 'content-length': String(value).length },
    agent,
  });
  pushRequest.flushHeaders();
  const closed = once(pushRequest, 'socket').then(([socket]) => once(socket as Socket, 'close'));
  const failed = once(pushRequest, 'error');
  failed.catch(() => undefined);
  return {
    failed,
    closed,
    finish: async () => {
      const responded = once(pushRequest, 'response');
      pushRequest.end(String(value));
      const [response] = (await responded) as [NodeJS.ReadableStream & { statusCode: number }];
      return { status: response.statusCode, ...((await json(response)) as object) };
    },
  };
}

describe('a server that receives SIGTERM', () => {
  it('notifies clients, waits for a request in progress, and exits with 0', async () => {
    const client = await TestSocket.open(server.base);
    await client.subscribe('inbox');
    const push = startPush('last.value', 7);
    // The server has received the headers when it has responded to a later request.
    await api.request('/health/live');
    server.signal('SIGTERM');
    expect(await client.next('drain')).toEqual({ graceMs: expect.any(Number) });
    expect((await client.closed).code).toBe(1012);
    expect(await push.finish()).toMatchObject({ status: 200, value: 7 });
    expect(await server.exited).toEqual({ code: 0, signal: null });

    await server.restart();
    expect(await api.listMetrics()).toContainEqual(expect.objectContaining({ key: 'last.value', value: 7 }));
  });

  it('sends pending notifications, so that clients do not miss the last change', async () => {
    await api.createBoard('last', ['l']);
    const client = await TestSocket.open(server.base);
    await client.subscribe('last');
    await api.push('l', 1);
    await client.next('changed');
    await api.push('l', 2);
    const { revision } = await api.snapshot('last');
    server.signal('SIGTERM');
    await client.closed;
    const notifications = client.received.filter(({ event }) => event === 'changed').map(({ data }) => data);
    expect(notifications.at(-1)).toMatchObject({ board: 'last', revision });
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it('exits with 0 even if a client never finishes its request', async () => {
    const push = startPush('never.done', 7);
    await api.request('/health/live');
    server.signal('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    await push.failed;
  });

  it('closes connections that have their response while it waits for other requests', async () => {
    const agent = new Agent({ keepAlive: true });
    const unfinished = startPush('never.done', 7);
    const push = startPush('answered', 7, agent);
    await api.request('/health/live');
    server.signal('SIGTERM');
    expect(await push.finish()).toMatchObject({ status: 200 });
    const ends = [push.closed.then(() => 'answered'), unfinished.failed.then(() => 'aborted')];
    expect(await Promise.race(ends)).toBe('answered');
    await unfinished.failed;
    agent.destroy();
  });

  it('exits at once on a second SIGTERM', async () => {
    const push = startPush('never.done', 7);
    const client = await TestSocket.open(server.base);
    server.signal('SIGTERM');
    await client.next('drain');
    // Two signals within 100 ms count as one, because npm sends them twice. So the signal is repeated until the server exits.
    const again = setInterval(() => {
      server.signal('SIGTERM');
    }, 120);
    try {
      expect(await server.exited).toEqual({ code: 143, signal: null });
    } finally {
      clearInterval(again);
    }
    await push.failed;
  });

  it('stops in the same way on SIGINT', async () => {
    server.signal('SIGINT');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });
});

describe('a restart of the server', () => {
  it('closes connections with 1012, and clients that reconnect get a new epoch and the next change', async () => {
    await api.createBoard('deployed', ['d']);
    await api.push('d', 1);
    const clients = await Promise.all(Array.from({ length: 30 }, () => TestSocket.open(server.base)));
    const [first] = await Promise.all(clients.map((client) => client.subscribe('deployed')));

    server.signal('SIGTERM');
    await Promise.all(
      clients.map(async (client) => {
        expect(await client.next('drain')).toEqual({ graceMs: expect.any(Number) });
        expect((await client.closed).code).toBe(1012);
      }),
    );
    expect((await server.exited).code).toBe(0);
    await server.restart();

    const reconnected = await Promise.all(clients.map(() => TestSocket.open(server.base)));
    try {
      const subscribed = await Promise.all(reconnected.map((client) => client.subscribe('deployed')));
      expect(subscribed[0]?.epoch).not.toBe(first?.epoch);
      expect(await api.panelValue('deployed')).toBe(1);
      await api.push('d', 2);
      await Promise.all(reconnected.map((client) => client.next('changed')));
      expect(await api.panelValue('deployed')).toBe(2);
    } finally {
      await Promise.all(reconnected.map((client) => client.close()));
    }
  });
});

describe('npm start', () => {
  it('prints the address of the server, and passes SIGTERM on', async () => {
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

  it('stops the server when npm gets SIGTERM', async () => {
    const dataDir = join(server.dataDir, 'npm');
    const npm = spawn('npm', ['start'], {
      cwd: process.cwd(),
      env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'ignore'],
      // A process group of its own, so that all its processes can be killed.
      detached: true,
    });
    try {
      let output = '';
      // The output ends when the last process that writes to it exits: the server, not npm.
      for await (const text of npm.stdout) {
        output += String(text);
        if (/ is live at \S+\n/.test(output)) npm.kill('SIGTERM');
      }
      const address = / is live at (\S+)/.exec(output)?.[1] ?? '';
      await expect(fetch(`${address}/health/live`)).rejects.toThrow();
      const next = await ServerProcess.start({ dataDir });
      await next.dispose();
    } finally {
      killGroup(npm.pid as number);
    }
  });
});

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
