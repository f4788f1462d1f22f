import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from './child.mjs';

/** Both Boardcast and the baselines print an address that ends in their port. */
const ADDRESS = /:(\d+)\s*\n/;

/** A measured server, in a process of its own. */
export class Server {
  #cleanUp;

  constructor(child, port, folder, cleanUp = async () => {}) {
    this.child = child;
    this.port = port;
    /** Where it keeps its data, if it keeps any. */
    this.folder = folder;
    this.#cleanUp = cleanUp;
  }

  /** Boardcast as it is built, on a folder of its own. */
  static async boardcast(env = {}) {
    const folder = await temporaryFolder();
    const child = new Child('../dist/server/main.js', {
      env: { PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, LOG_LEVEL: 'warn', ...env },
    });
    const cleanUp = () => rm(folder, { recursive: true, force: true });
    try {
      const [, port] = await child.prints(ADDRESS);
      return new Server(child, Number(port), folder, cleanUp);
    } catch (error) {
      await child.stop();
      await cleanUp();
      throw error;
    }
  }

  /** One of the servers in `baselines/`. */
  static async baseline(name) {
    const child = new Child(`baselines/${name}.mjs`);
    const [, port] = await child.prints(ADDRESS);
    return new Server(child, Number(port));
  }

  /** Asks the server over HTTP; anything but a 2xx is an error. */
  async request(method, path, { body, headers } = {}) {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { method, body, headers });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response;
  }

  async json(method, path, body) {
    const headers = { 'content-type': 'application/json' };
    const response = await this.request(
      method,
      path,
      body === undefined ? {} : { body: JSON.stringify(body), headers },
    );
    return response.json();
  }

  /** An answer with its body as it came over the wire, compressed if the server does that. */
  async unopened(path) {
    const options = { port: this.port, host: '127.0.0.1', path, agent: false, headers: { 'accept-encoding': 'gzip' } };
    const [response] = await once(get(options), 'response');
    return { headers: response.headers, body: Buffer.concat(await response.toArray()) };
  }

  /** One of Boardcast's own counters, over all its labels that match. */
  async counter(sample) {
    const text = await (await this.request('GET', '/metrics')).text();
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${sample} `));
    return line === undefined ? 0 : Number(line.slice(sample.length));
  }

  /** Processor time (ms) that `work` costs this server, with what the work answers. */
  async costOf(work) {
    const before = await this.child.call('cpu');
    const result = await work();
    return { result, cpuMs: (await this.child.call('cpu')) - before };
  }

  async stop() {
    await this.child.stop();
    await this.#cleanUp();
  }
}

export function temporaryFolder() {
  return mkdtemp(join(tmpdir(), 'boardcast-bench-'));
}
