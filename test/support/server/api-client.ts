import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Board } from '../../../wire/schemas/board.js';
import type { Frame } from '../../../wire/schemas/frame.js';
import type { Snapshot } from '../../../wire/schemas/snapshot.js';
import { lastValue } from './frame-values.js';
import { numberBoard } from './number-board.js';

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array | undefined;
}

/** A response with its complete body. */
export class ApiResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;

  constructor(status: number, headers: IncomingHttpHeaders, bytes: Buffer) {
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
  }

  get text(): string {
    return this.bytes.toString();
  }

  json(): unknown {
    return JSON.parse(this.text);
  }
}

/**
 * An HTTP client of the REST API. Unlike `fetch`, it sends paths and headers exactly as given, and opens a new
 * connection for each request, so that no request fails because the server has closed an idle connection.
 */
export class ApiClient {
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  request(path: string, { method = 'GET', headers = {}, body }: RequestOptions = {}): Promise<ApiResponse> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(this.base);
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const sent = request({ hostname, port, path, method, headers: { ...length, ...headers }, agent: false });
      sent.once('error', reject);
      sent.once('response', (response) => {
        buffer(response).then((bytes) => {
          resolve(new ApiResponse(response.statusCode as number, response.headers, bytes));
        }, reject);
      });
      sent.end(body);
    });
  }

  /** Sends a POST request as `curl -d` does: with the content type of a form, whatever the body is. */
  post(path: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}): Promise<ApiResponse> {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.request(path, { method: 'POST', headers: { ...form, ...headers }, body });
  }

  sendJson(method: string, path: string, value: unknown, headers: OutgoingHttpHeaders = {}): Promise<ApiResponse> {
    const json = { 'content-type': 'application/json' };
    return this.request(path, { method, headers: { ...json, ...headers }, body: JSON.stringify(value) });
  }

  /** Pushes one value. Rejects if the server rejects it. */
  async push(key: string, value: number | Record<string, unknown>): Promise<PushResult> {
    const response = await this.post(`/api/v1/metrics/${key}`, JSON.stringify(value));
    return expectJson(response, 200) as PushResult;
  }

  /** Pushes a batch of values. Rejects if the server rejects it. */
  async pushBatch(items: readonly Record<string, unknown>[]): Promise<void> {
    expectJson(await this.post('/api/v1/metrics', JSON.stringify(items)), 200);
  }

  async history(key: string, query = ''): Promise<Frame> {
    return expectJson(await this.request(`/api/v1/metrics/${key}${query}`), 200) as Frame;
  }

  async listMetrics(): Promise<ListedMetric[]> {
    return (expectJson(await this.request('/api/v1/metrics'), 200) as { items: ListedMetric[] }).items;
  }

  /** Creates a board with a number panel `p0`, `p1`, … for each metric. */
  async createBoard(slug: string, metrics: readonly string[], rest: Record<string, unknown> = {}): Promise<Board> {
    const board = { ...numberBoard(slug, metrics), ...rest };
    return expectJson(await this.sendJson('POST', '/api/v1/boards', board), 201) as Board;
  }

  async snapshot(slug: string, query = ''): Promise<Snapshot> {
    return expectJson(await this.request(`/api/v1/boards/${slug}/data${query}`), 200) as Snapshot;
  }

  /** Returns the last value of a panel with one series. */
  async panelValue(slug: string, panel = 'p0'): Promise<unknown> {
    return lastValue((await this.snapshot(slug)).panels[panel]?.frame);
  }

  /** Returns the sum of a metric of `/metrics` over all its labels, or over those with `labels` (like `source="metrics"`). */
  async serverMetric(name: string, labels = ''): Promise<number> {
    const lines = (await this.request('/metrics')).text.split('\n');
    const matching = lines.filter((line) => new RegExp(`^${name}[{ ]`).test(line) && line.includes(labels));
    return matching.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  /** Sends exactly these bytes, and returns what the server sends back until it closes the connection or `until` matches. */
  async sendRaw(bytes: string | Uint8Array, until?: RegExp): Promise<string> {
    const { hostname, port } = new URL(this.base);
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    socket.write(bytes);
    let received = '';
    for await (const text of socket) {
      received += String(text);
      if (until?.test(received)) break;
    }
    return received;
  }
}

export interface PushResult {
  readonly key: string;
  readonly value: number;
  readonly at: string;
  readonly board: string | null;
}

export interface ListedMetric {
  readonly key: string;
  readonly value: number;
  readonly at: string;
  readonly unit?: string;
  readonly tags: Record<string, string>;
}

/** Returns the body of a response. @throws Error with the server's own message if the response has another status */
export function expectJson(response: ApiResponse, status: number): unknown {
  if (response.status !== status) throw new Error(`${response.status} instead of ${status}: ${response.text}`);
  return response.json();
}
