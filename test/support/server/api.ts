import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { expect } from '@jest/globals';
import type { Board } from '../../../wire/board.js';
import type { Frame } from '../../../wire/frame.js';
import type { ProblemDocument } from '../../../wire/problem.js';
import type { Snapshot } from '../../../wire/snapshot.js';

export interface Question {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer | undefined;
}

/** An answer, read to its end. */
export class Answer {
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
export class Api {
  constructor(readonly base: string) {}

  ask(path: string, { method = 'GET', headers = {}, body }: Question = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(this.base);
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const asking = request({ hostname, port, path, method, headers: { ...length, ...headers }, agent: false });
      asking.once('error', reject);
      asking.once('response', (response) => {
        buffer(response).then((bytes) => {
          resolve(new Answer(response.statusCode as number, response.headers, bytes));
        }, reject);
      });
      asking.end(body);
    });
  }

  /** As `curl -d` does it: the content type is a form's, whatever the body. */
  post(path: string, body: string | Buffer, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.ask(path, { method: 'POST', headers: { ...form, ...headers }, body });
  }

  send(method: string, path: string, value: unknown, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    const json = { 'content-type': 'application/json' };
    return this.ask(path, { method, headers: { ...json, ...headers }, body: JSON.stringify(value) });
  }

  /** Pushes one value, which must be taken. */
  async push(key: string, value: number | Record<string, unknown>): Promise<Pushed> {
    const answer = await this.post(`/api/v1/metrics/${key}`, JSON.stringify(value));
    return taken(answer, 200) as Pushed;
  }

  /** Pushes many values, which must be taken. */
  async pushAll(items: readonly Record<string, unknown>[]): Promise<void> {
    taken(await this.post('/api/v1/metrics', JSON.stringify(items)), 200);
  }

  async history(key: string, query = ''): Promise<Frame> {
    return taken(await this.ask(`/api/v1/metrics/${key}${query}`), 200) as Frame;
  }

  async list(): Promise<ListedMetric[]> {
    return (taken(await this.ask('/api/v1/metrics'), 200) as { items: ListedMetric[] }).items;
  }

  /** Makes a board with a number panel `p0`, `p1`, … for each metric. */
  async makeBoard(slug: string, metrics: readonly string[], more: Record<string, unknown> = {}): Promise<Board> {
    return taken(await this.send('POST', '/api/v1/boards', { ...boardOf(slug, metrics), ...more }), 201) as Board;
  }

  async snapshot(slug: string, query = ''): Promise<Snapshot> {
    return taken(await this.ask(`/api/v1/boards/${slug}/data${query}`), 200) as Snapshot;
  }

  /** The last value of a panel of one series. */
  async value(slug: string, panel = 'p0'): Promise<unknown> {
    return lastValue((await this.snapshot(slug)).panels[panel]?.frame);
  }

  /** The sum of a metric of `/metrics` over all its labels; with `labels` (`source="metrics"`) of those alone. */
  async telemetry(name: string, labels = ''): Promise<number> {
    const lines = (await this.ask('/metrics')).text.split('\n');
    const matching = lines.filter((line) => new RegExp(`^${name}[{ ]`).test(line) && line.includes(labels));
    return matching.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  /** What comes back for these very bytes. */
  async raw(bytes: string): Promise<string> {
    const { hostname, port } = new URL(this.base);
    const socket = connect(Number(port), hostname);
    socket.write(bytes);
    return text(socket);
  }
}

export interface Pushed {
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
export function boardOf(slug: string, metrics: readonly string[]): Record<string, unknown> & { panels: object[] } {
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
export function taken(answer: Answer, status: number): unknown {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
  return answer.json();
}

/** A problem document (RFC 9457) with these words in it, and nothing of the server's insides. */
export function expectProblem(answer: Answer, status: number, words?: RegExp): ProblemDocument {
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
