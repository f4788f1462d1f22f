import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';

export const USER = 'team';
export const PASSWORD = 'secret';

/** Where a configuration of the documentation is used: what replaces its addresses, files and passwords. */
export interface ProxyOptions {
  /** The configuration, which listens on port 443 and passes requests on to 127.0.0.1:3000. */
  readonly config: string;
  readonly domain: string;
  /** The server, like `127.0.0.1:1234`. */
  readonly upstream: string;
  /** An empty folder for the files of the proxy. */
  readonly folder: string;
}

/** A program that can be started as a proxy. */
export interface ProxyProgram {
  readonly isInstalled: boolean;
  /** Starts the proxy on a free port. Resolves when it accepts connections. */
  readonly start: (options: ProxyOptions) => Promise<ProxyProcess>;
}

export interface ProxyProcess {
  /** The address with TLS. */
  readonly base: string;
  readonly stop: () => Promise<void>;
}

const isProgram = (name: string, option: string): boolean => spawnSync(name, [option]).status === 0;

export const NGINX: ProxyProgram = {
  isInstalled: isProgram('nginx', '-v') && isProgram('openssl', 'version'),
  start: async ({ config, domain, upstream, folder }) => {
    const port = await freePort();
    const [certificate, key] = createCertificate(domain, folder);
    const passwords = join(folder, 'htpasswd');
    writeFileSync(passwords, `${USER}:{PLAIN}${PASSWORD}\n`);
    const site = replaced(config, [
      ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
      ['127.0.0.1:3000', upstream],
      ['/etc/ssl/certs/boards.example.com.pem', certificate],
      ['/etc/ssl/private/boards.example.com.key', key],
      ['/etc/nginx/boardcast.htpasswd', passwords],
    ]).replaceAll('boards.example.com', domain);
    const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`);
    const main = join(folder, 'nginx.conf');
    const user = process.getuid?.() === 0 ? 'user root;' : '';
    writeFileSync(
      main,
      `${user} pid ${join(folder, 'pid')}; events {} http { access_log off; ${folders.join(' ')}\n${site} }`,
    );
    const log = 'error_log stderr notice; daemon off;';
    return run('nginx', ['-e', 'stderr', '-c', main, '-g', log], /start worker process /, port);
  },
};

export const CADDY: ProxyProgram = {
  isInstalled: isProgram('caddy', 'version') && isProgram('openssl', 'version'),
  start: async ({ config, domain, upstream, folder }) => {
    const port = await freePort();
    const files = createCertificate(domain, folder).join(' ');
    const hash = execFileSync('caddy', ['hash-password', '--plaintext', PASSWORD], { encoding: 'utf8' }).trim();
    const site = replaced(config, [
      ['127.0.0.1:3000', upstream],
      ['$2a$14$hashOfThePassword', hash],
      [/^(\S+) \{$/m, `$1 {\n\ttls ${files}`],
      ...(isOldCaddy() ? [['basic_auth', 'basicauth'] as const] : []),
    ]);
    const options = `admin off\n auto_https disable_redirects\n default_bind 127.0.0.1\n https_port ${port}`;
    const file = join(folder, 'Caddyfile');
    writeFileSync(file, `{\n ${options}\n}\n${site}`);
    const args = ['run', '--adapter', 'caddyfile', '--config', file];
    return run('caddy', args, /serving initial configuration/, port, {
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
    });
  },
};

/** Whether the directive still has its former name. */
function isOldCaddy(): boolean {
  const [, minor] = /^v?2\.(\d+)/.exec(execFileSync('caddy', ['version'], { encoding: 'utf8' })) ?? [];
  return Number(minor) < 8;
}

/** Replaces texts, each of which must be there. */
function replaced(text: string, pairs: readonly (readonly [string | RegExp, string])[]): string {
  return pairs.reduce((result, [from, to]) => {
    const next = typeof from === 'string' ? result.replaceAll(from, () => to) : result.replace(from, to);
    if (next === result) throw new Error(`The configuration has no ${String(from)}:\n${text}`);
    return next;
  }, text);
}

async function run(
  program: string,
  args: readonly string[],
  ready: RegExp,
  port: number,
  env: Record<string, string> = {},
): Promise<ProxyProcess> {
  const child: ChildProcess = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  const exited = once(child, 'exit');
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject).once('exit', () => {
      reject(new Error(`${program} does not start:\n${log}`));
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (ready.test(log)) resolve();
    });
  });
  return {
    base: `https://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function createCertificate(domain: string, folder: string): [certificate: string, key: string] {
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const request = ['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '2'];
  execFileSync('openssl', [...request, '-subj', `/CN=${domain}`, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  return [certificate, key];
}

/** These programs cannot choose a free port themselves. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
