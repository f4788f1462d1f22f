import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from './child.mjs';

/** Boardcast and the baselines print an address that ends with their port. */
const ADDRESS = /:(\d+)\s*\n/;

/** A measured server in a separate process. */
export class Server {
  #cleanUp;

  constructor(child, port, folder, cleanUp = async () => {}) {
    this.child = child;
    this.port = port;
    /** The data folder, if the server has one. */
    this.folder = folder;
    this.#cleanUp = cleanUp;
  }

  /** Starts the built Boardcast server with a new data folder. */
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

  /** Starts a server of `baselines/`. */
  static async baseline(name) {
    const child = new Child(`baselines/${name}.mjs`);
    const [, port] = await child.prints(ADDRESS);
    return new Server(child, Number(port));
  }

  /** Sends an HTTP request. @throws Error for statuses other than 2xx */
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

  /** Returns a response with its body as it was transferred, possibly compressed. */
  async requestRaw(path) {
    const options = { port: this.port, host: '127.0.0.1', path, agent: false, headers: { 'accept-encoding': 'gzip' } };
    const [response] = await once(get(options), 'response');
    return { headers: response.headers, body: Buffer.concat(await response.toArray()) };
  }

  /** Returns the value of a sample in Boardcast's `/metrics`, or 0. */
  async counter(sample) {
    const text = await (await this.request('GET', '/metrics')).text();
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${sample} `));
    return line === undefined ? 0 : Number(line.slice(sample.length));
  }

  /** Runs `work`, and returns its result and the CPU time (ms) that the server used meanwhile. */
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
