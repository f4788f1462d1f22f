import { readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeBlocks } from '../../support/documentation/code-blocks.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';
import { makeTempDir } from '../../support/make-temp-dir.js';
import {
  CADDY,
  NGINX,
  PASSWORD,
  type ProxyProcess,
  type ProxyProgram,
  USER,
} from '../../support/proxies/proxy-process.js';
import { ServerProcess } from '../../support/server/server-process.js';
import { TestSocket } from '../../support/server/test-socket.js';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/proxies.md'), 'utf8');

const [nginxSite = '', nginxPath = ''] = codeBlocks(PAGE, 'nginx');
const [caddySite = '', caddyPath = ''] = codeBlocks(PAGE, 'caddy');

/** The configuration of nginx for a path, which belongs into the server of the one for a domain. */
const nginxSiteWithPath = nginxSite.replace(/ {2}location \/ \{.*?\}\n/s, nginxPath);

const AUTHORIZATION = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;

const MIB = 2 ** 20;

interface Case {
  readonly title: string;
  readonly program: ProxyProgram;
  readonly config: string;
  readonly domain: string;
  readonly path: string;
}

const AT_DOMAIN = { domain: 'boards.example.com', path: '' };
const BELOW_PATH = { domain: 'www.example.com', path: '/live' };

const CASES: readonly Case[] = [
  { title: 'nginx, at a domain', program: NGINX, config: nginxSite, ...AT_DOMAIN },
  { title: 'nginx, below a path', program: NGINX, config: nginxSiteWithPath, ...BELOW_PATH },
  { title: 'Caddy, at a domain', program: CADDY, config: caddySite, ...AT_DOMAIN },
  { title: 'Caddy, below a path', program: CADDY, config: caddyPath, ...BELOW_PATH },
];

describe.each(CASES)('the documented configuration of $title', ({ program, config, domain, path }) => {
  const itIfInstalled = program.isInstalled ? it : it.skip;
  const origin = `https://${domain}`;
  const headers = { Host: domain, Authorization: AUTHORIZATION };
  const tls = { servername: domain, rejectUnauthorized: false };
  let folder: string;
  let server: ServerProcess | undefined;
  let proxy: ProxyProcess | undefined;

  beforeAll(async () => {
    if (!program.isInstalled) return;
    folder = makeTempDir();
    server = await ServerProcess.start({ env: { ACCESS: 'open', PUBLIC_URL: origin + path, BASE_PATH: path } });
    proxy = await program.start({ config, domain, upstream: new URL(server.base).host, folder });
  }, TEST_TIMEOUT_MS);

  afterAll(async () => {
    await proxy?.stop();
    await server?.dispose();
    if (program.isInstalled) rmSync(folder, { recursive: true });
  });

  /** Sends a request to the proxy. Resolves to the response. */
  async function send(
    address: string,
    options: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<{ status: number | undefined; body: string }> {
    const { body, ...more } = options;
    const sent = request(`${String(proxy?.base)}${path}${address}`, { headers, agent: false, ...tls, ...more });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve).once('error', reject).end(body);
    });
    return { status: response.statusCode, body: await text(response) };
  }

  itIfInstalled('asks for the password', async () => {
    expect((await send('/boards/inbox', { headers: { Host: domain } })).status).toBe(401);
  });

  itIfInstalled('passes on pages and the API', async () => {
    const page = await send('/boards/inbox');
    expect(page.status).toBe(200);
    expect(page.body).toContain(`<base href="${path}/"`);
    expect(await send('/api/v1/config')).toMatchObject({ status: 200 });
  });

  itIfInstalled('passes on bodies of more than 1 MiB', async () => {
    const line = JSON.stringify({ type: 'event', title: 'x'.repeat(100), at: Date.now() });
    const body = `${line}\n`.repeat(Math.ceil((1.5 * MIB) / line.length)) + '{"type":"end"}\n';
    const response = await send('/api/v1/import', {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/x-ndjson' },
      body,
    });
    expect(response).toMatchObject({ status: 200 });
  });

  itIfInstalled('passes on the WebSocket, and changes arrive', async () => {
    const socket = await TestSocket.open(`${String(proxy?.base)}${path}`, { headers, origin, ...tls });
    await socket.subscribe('inbox');
    await send('/api/v1/metrics/hello', { method: 'POST', headers: { ...headers, Origin: origin }, body: '42' });
    expect(await socket.next('changed')).toMatchObject({ board: 'inbox' });
    await socket.close();
  });

  itIfInstalled('keeps the origins of requests: those of other sites are rejected', async () => {
    const other = 'https://other.example.com';
    const opened = TestSocket.open(`${String(proxy?.base)}${path}`, { headers, origin: other, ...tls });
    await expect(opened).rejects.toThrow('403');
    const write = await send('/api/v1/metrics/hello', {
      method: 'POST',
      headers: { ...headers, Origin: other },
      body: '1',
    });
    expect(write.status).toBe(403);
  });
});
