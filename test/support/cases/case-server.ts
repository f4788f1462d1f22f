import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiClient } from '../server/api-client.js';

export interface CaseResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body, or undefined if it is not JSON. */
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
  /** The URL of the server, like `http://127.0.0.1:3000`. */
  readonly base: string;
  /** The UDP port for StatsD. */
  readonly statsdPort?: number | undefined;
  /** The BOARDS_DIR of the server. */
  readonly boardsDir?: string | undefined;
}

/** A running server, to which the cases send exactly the bytes that they specify. */
export class CaseServer {
  readonly base: string;
  readonly port: string;
  private readonly hostname: string;
  private readonly options: CaseServerOptions;
  private readonly api: ApiClient;

  constructor(options: CaseServerOptions) {
    this.options = options;
    const { hostname, port, origin } = new URL(options.base);
    this.base = origin;
    this.hostname = hostname;
    this.port = port;
    this.api = new ApiClient(origin);
  }

  get boardsDir(): string {
    if (this.options.boardsDir === undefined)
      throw new Error('Set BOARDS_DIR to the BOARDS_DIR of the server at BASE_URL.');
    return this.options.boardsDir;
  }

  async request(
    method: string,
    path: string,
    body?: string | Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<CaseResponse> {
    const response = await this.api.request(path, { method, body, headers });
    return { status: response.status, headers: response.headers, text: response.text, json: parseJson(response.text) };
  }

  get(path: string): Promise<CaseResponse> {
    return this.request('GET', path);
  }

  sendJson(method: string, path: string, value: unknown, headers: Record<string, string> = {}): Promise<CaseResponse> {
    return this.request(method, path, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
  }

  /** Sends exactly these bytes, and returns what the server sends back until it closes the connection or `until` matches. */
  sendRaw(bytes: string | Uint8Array, until?: RegExp): Promise<string> {
    return this.api.sendRaw(bytes, until);
  }

  async sendStatsd(lines: string): Promise<void> {
    const { statsdPort } = this.options;
    if (statsdPort === undefined) throw new Error('Set STATSD_PORT to the STATSD_PORT of the server at BASE_URL.');
    const socket = createSocket('udp4');
    await new Promise((resolve) => {
      socket.send(Buffer.from(lines), statsdPort, this.hostname, resolve);
    });
    socket.close();
  }

  /** Returns the listed series that match. */
  async findSeries(matches: (metric: MetricItem) => boolean): Promise<MetricItem[]> {
    return (await this.items<MetricItem>('/api/v1/metrics')).filter(matches);
  }

  /** Returns the listed series with this key. */
  seriesOf(key: string): Promise<MetricItem[]> {
    return this.findSeries((metric) => metric.key === key);
  }

  async findStatuses(matches: (status: StatusItem) => boolean): Promise<StatusItem[]> {
    return (await this.items<StatusItem>('/api/v1/statuses')).filter(matches);
  }

  /** Returns undefined if there is no such status. */
  async status(key: string): Promise<StatusItem | undefined> {
    const { status, json } = await this.get(`/api/v1/statuses/${key}`);
    return status === 200 ? (json as StatusItem) : undefined;
  }

  /** Calls `load` until it returns a value. The time limit is that of the case. */
  async waitFor<T>(load: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const found = await load();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private async items<T>(path: string): Promise<readonly T[]> {
    return ((await this.get(path)).json as { items: readonly T[] }).items;
  }
}

/** Returns a name that no other case and no earlier run uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 13)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
