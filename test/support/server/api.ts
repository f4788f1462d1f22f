import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { expect } from '@jest/globals';
import type { Board } from '../../../wire/board.js';
import type { Frame } from '../../../wire/frame.js';
import type { ProblemDocument } from '../../../wire/problem.js';
import type { Snapshot } from '../../../wire/snapshot.js';

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer | undefined;
}

/** An answer, read to its end. */
export class ApiResponse {
  constructor(
    readonly status: number,
    readonly headers: IncomingHttpHeaders,
    readonly bytes: Buffer,
  ) {}

  get text(): string {
    return this.bytes.toString();
  }

  json(): unknown {
    return JSON.parse(this.text);
  }
}

/**
 * A small HTTP client, as a stranger would write one. Unlike fetch it sends paths and headers exactly as they are
 * given, and every request over a connection of its own, so that none meets a server that has just gone.
 */
export class ApiClient {
  constructor(readonly base: string) {}

  request(path: string, { method = 'GET', headers = {}, body }: RequestOptions = {}): Promise<ApiResponse> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(this.base);
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const asking = request({ hostname, port, path, method, headers: { ...length, ...headers }, agent: false });
      asking.once('error', reject);
      asking.once('response', (response) => {
        buffer(response).then((bytes) => {
          resolve(new ApiResponse(response.statusCode as number, response.headers, bytes));
        }, reject);
      });
      asking.end(body);
    });
  }

  /** As `curl -d` does it: the content type is a form's, whatever the body. */
  post(path: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}): Promise<ApiResponse> {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.request(path, { method: 'POST', headers: { ...form, ...headers }, body });
  }

  sendJson(method: string, path: string, value: unknown, headers: OutgoingHttpHeaders = {}): Promise<ApiResponse> {
    const json = { 'content-type': 'application/json' };
    return this.request(path, { method, headers: { ...json, ...headers }, body: JSON.stringify(value) });
  }

  /** Pushes one value, which must be taken. */
  async push(key: string, value: number | Record<string, unknown>): Promise<PushResult> {
    const answer = await this.post(`/api/v1/metrics/${key}`, JSON.stringify(value));
    return expectJson(answer, 200) as PushResult;
  }

  /** Pushes many values, which must be taken. */
  async pushBatch(items: readonly Record<string, unknown>[]): Promise<void> {
    expectJson(await this.post('/api/v1/metrics', JSON.stringify(items)), 200);
  }

  async history(key: string, query = ''): Promise<Frame> {
    return expectJson(await this.request(`/api/v1/metrics/${key}${query}`), 200) as Frame;
  }

  async listMetrics(): Promise<ListedMetric[]> {
    return (expectJson(await this.request('/api/v1/metrics'), 200) as { items: ListedMetric[] }).items;
  }

  /** Makes a board with a number panel `p0`, `p1`, … for each metric. */
  async createBoard(slug: string, metrics: readonly string[], more: Record<string, unknown> = {}): Promise<Board> {
    return expectJson(await this.sendJson('POST', '/api/v1/boards', { ...numberBoard(slug, metrics), ...more }), 201) as Board;
  }

  async snapshot(slug: string, query = ''): Promise<Snapshot> {
    return expectJson(await this.request(`/api/v1/boards/${slug}/data${query}`), 200) as Snapshot;
  }

  /** The last value of a panel of one series. */
  async panelValue(slug: string, panel = 'p0'): Promise<unknown> {
    return lastValue((await this.snapshot(slug)).panels[panel]?.frame);
  }

  /** The sum of a metric of `/metrics` over all its labels; with `labels` (`source="metrics"`) of those alone. */
  async serverMetric(name: string, labels = ''): Promise<number> {
    const lines = (await this.request('/metrics')).text.split('\n');
    const matching = lines.filter((line) => new RegExp(`^${name}[{ ]`).test(line) && line.includes(labels));
    return matching.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  /** What comes back for these very bytes. */
  async sendRaw(bytes: string): Promise<string> {
    const { hostname, port } = new URL(this.base);
    const socket = connect(Number(port), hostname);
    socket.write(bytes);
    return text(socket);
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

/** A definition with a number panel for each metric. */
export function numberBoard(slug: string, metrics: readonly string[]): Record<string, unknown> & { panels: object[] } {
  const panels = metrics.map((metric, index) => ({
    id: `p${index}`,
    type: 'number',
    title: metric,
    query: { source: 'metrics', metric },
    layout: { x: (index % 4) * 3, y: Math.floor(index / 4) * 2, w: 3, h: 2 },
    options: {},
  }));
  return { slug, title: `Board ${slug}`, panels };
}

export function lastValue(frame: Frame | undefined): unknown {
  return frame?.fields.find(({ type }) => type === 'number')?.values.at(-1);
}

/** The body of an answer that must have this status; fails with the server's own words. */
export function expectJson(answer: ApiResponse, status: number): unknown {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer.json();
}

/** A problem document (RFC 9457) with these words in it, and nothing of the server's insides. */
export function expectProblem(answer: ApiResponse, status: number, words?: RegExp): ProblemDocument {
  expect([answer.status, answer.text]).toEqual([status, expect.anything()]);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  // Node's own parser gives up before there is a request to answer.
  if (status !== 431) expect(answer.headers['cache-control']).toBe('no-store');
  const problem = answer.json() as ProblemDocument;
  expect(problem).toMatchObject({ status, title: expect.stringMatching(/./), detail: expect.stringMatching(/./) });
  if (words) expect(problem.detail).toMatch(words);
  expect(answer.text).not.toMatch(/\bat .*\.(ts|js):\d+|node_modules|FST_ERR|SQLITE/);
  return problem;
}
