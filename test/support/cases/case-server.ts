import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface CaseResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body; undefined where it is no JSON. */
  readonly json: unknown;
}

export interface MetricItem {
  readonly key: string;
  readonly value: number;
  readonly at: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly endedAt?: string;
}

export interface StatusItem {
  readonly key: string;
  readonly state: string;
  readonly message?: string;
}

export interface CaseServerOptions {
  /** `http://127.0.0.1:3000` */
  readonly base: string;
  /** The UDP port of StatsD. */
  readonly statsdPort?: number | undefined;
  /** The server's BOARDS_DIR. */
  readonly boardsDir?: string | undefined;
}

/** A running server as the cases talk to it: over the network alone, in exactly the bytes that they say. */
export class CaseServer {
  readonly base: string;
  readonly port: string;
  private readonly hostname: string;
  private readonly options: CaseServerOptions;

  constructor(places: CaseServerOptions) {
    this.options = places;
    const { hostname, port, origin } = new URL(places.base);
    this.base = origin;
    this.hostname = hostname;
    this.port = port;
  }

  get boardsDir(): string {
    if (this.options.boardsDir === undefined) throw new Error('Name the BOARDS_DIR of the server that BASE_URL is of.');
    return this.options.boardsDir;
  }

  request(
    method: string,
    path: string,
    body?: string | Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<CaseResponse> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const { hostname, port } = this;
      const sent = request({ hostname, port, method, path, headers: { ...length, ...headers }, agent: false });
      sent.once('error', reject);
      sent.once('response', (response) => {
        buffer(response).then((bytes) => {
          const text = bytes.toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) });
        }, reject);
      });
      sent.end(body);
    });
  }

  get(path: string): Promise<CaseResponse> {
    return this.request('GET', path);
  }

  sendJson(method: string, path: string, value: unknown, headers: Record<string, string> = {}): Promise<CaseResponse> {
    return this.request(method, path, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
  }

  /** What comes back for these very bytes, until the server closes the connection or `until` matches. */
  sendRaw(bytes: string | Uint8Array, until?: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(this.port), this.hostname);
      let received = '';
      socket.setEncoding('utf8');
      socket.on('data', (text) => {
        received += String(text);
        if (until?.test(received)) socket.destroy();
      });
      socket.once('error', reject);
      socket.once('close', () => {
        resolve(received);
      });
      socket.write(bytes);
    });
  }

  async sendStatsd(lines: string): Promise<void> {
    const { statsdPort } = this.options;
    if (statsdPort === undefined) throw new Error('Name the STATSD_PORT of the server that BASE_URL is of.');
    const socket = createSocket('udp4');
    await new Promise((resolve) => {
      socket.send(Buffer.from(lines), statsdPort, this.hostname, resolve);
    });
    socket.close();
  }

  /** The listed series that fit. */
  async findSeries(fits: (metric: MetricItem) => boolean): Promise<MetricItem[]> {
    return (await this.items<MetricItem>('/api/v1/metrics')).filter(fits);
  }

  /** The listed series of a key. */
  seriesOf(key: string): Promise<MetricItem[]> {
    return this.findSeries((metric) => metric.key === key);
  }

  async findStatuses(fits: (status: StatusItem) => boolean): Promise<StatusItem[]> {
    return (await this.items<StatusItem>('/api/v1/statuses')).filter(fits);
  }

  /** @returns undefined where there is no such status */
  async status(key: string): Promise<StatusItem | undefined> {
    const { status, json } = await this.get(`/api/v1/statuses/${key}`);
    return status === 200 ? (json as StatusItem) : undefined;
  }

  /** Asks again and again until there is something. Whoever runs the case limits the time. */
  async waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private async items<T>(path: string): Promise<readonly T[]> {
    return ((await this.get(path)).json as { items: readonly T[] }).items;
  }
}

/** A name that no other case uses, on a server that many runs have used. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 13)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
