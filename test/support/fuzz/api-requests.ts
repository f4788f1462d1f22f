import { Agent, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type Operation, listOperations } from './api-operations.js';
import { randomValue } from './schema-values.js';
import { SeededRandom } from './seeded-random.js';
import { type FuzzReport, FuzzReporter } from './fuzz-reporter.js';
import { errorCode, type FuzzOptions, runConcurrently } from './fuzz-run.js';

/** Longer than all time limits of the server: a request that takes this long hangs. */
const TIMEOUT_MS = 60_000;

interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: Buffer;
}

interface FuzzResponse {
  readonly status: number;
  readonly retryAfter: string | undefined;
}

/** Sends valid, nearly valid and invalid requests, made from the OpenAPI document of the server. */
export async function sendRequests(options: FuzzOptions): Promise<FuzzReport> {
  const random = new SeededRandom(options.seed);
  const reporter = new FuzzReporter();
  const document = (await (await fetch(`${options.base}/api/openapi.json`)).json()) as Parameters<
    typeof listOperations
  >[0];
  const operations = listOperations(document);
  const agent = new Agent({ keepAlive: true });
  try {
    return await runConcurrently(options, reporter, async (index) => {
      const fuzzRequest = requestOf(operations[index % operations.length] as Operation, random);
      const description = `${fuzzRequest.method} ${fuzzRequest.path.slice(0, 200)}`;
      try {
        const { status, retryAfter } = await send(options.base, fuzzRequest, agent);
        reporter.count(status);
        if (status >= 500 && !(status === 503 && retryAfter !== undefined)) {
          reporter.fail(`${status}: ${description} ${fuzzRequest.body?.toString().slice(0, 200) ?? ''}`);
        }
      } catch (error) {
        reporter.count(errorCode(error));
        if (errorCode(error) === 'TIMEOUT') reporter.fail(`no response: ${description}`);
      }
    });
  } finally {
    agent.destroy();
  }
}

function requestOf(operation: Operation, random: SeededRandom): FuzzRequest {
  const path = operation.path.replace(/\{\w+\}/g, () => encodeURIComponent(pathPart(random)).replaceAll('%2F', '/'));
  const query = operation.query
    .filter(() => random.chance(0.5))
    .map(
      ({ name, schema }) =>
        `${name}=${encodeURIComponent(textOf(random.chance(0.6) ? randomValue(schema, random) : random.jsonValue()))}`,
    );
  const method = random.chance(0.02) ? random.pick(['PATCH', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']) : operation.method;
  const content = operation.body && !['GET', 'HEAD'].includes(method) ? bodyOf(operation.body, random) : undefined;
  return {
    method,
    path: query.length === 0 ? path : `${path}?${query.join('&')}`,
    headers: { ...headersOf(random), ...content?.headers },
    ...(content && { body: content.body }),
  };
}

function pathPart(random: SeededRandom): string {
  return random.chance(0.5)
    ? random.pick(['key.1', 'shop/orders', 'inbox', 'this-server', 'github', 'board-1'])
    : wellFormed(random.text());
}

/** `encodeURIComponent` throws for half a surrogate pair. */
function wellFormed(text: string): string {
  return text.toWellFormed().slice(0, 3_000);
}

function textOf(value: unknown): string {
  return wellFormed(typeof value === 'string' ? value : JSON.stringify(value ?? null));
}

function headersOf(random: SeededRandom): Record<string, string> {
  const name = random.pick([
    '',
    '',
    '',
    'if-none-match',
    'if-match',
    'accept',
    'accept-encoding',
    'range',
    'x-github-event',
  ]);
  const value = random.pick([
    '*',
    '"1"',
    'W/"x"',
    ','.repeat(500),
    `gzip${' '.repeat(500)}x`,
    'gzip;q=x, *;q=0',
    'bytes=0-',
    'push',
  ]);
  return name === '' ? {} : { [name]: value };
}

function bodyOf(
  body: NonNullable<Operation['body']>,
  random: SeededRandom,
): { body: Buffer; headers: Record<string, string> } {
  const value = random.chance(0.8) ? randomValue(body.schema, random) : random.jsonValue();
  const text = typeof value === 'string' && !body.type.includes('json') ? value : JSON.stringify(value);
  const complete = Buffer.from(text);
  const damaged = random.chance(0.15) ? damage(complete, random) : complete;
  const type = random.chance(0.9) ? body.type : random.pick(['text/plain', 'application/x-protobuf', 'nonsense', '']);
  if (random.chance(0.9)) return { body: damaged, headers: { 'content-type': type } };
  const encoding = random.pick(['gzip', 'br', 'zstd', 'snappy', 'x']);
  return {
    body: random.chance(0.7) ? gzipSync(damaged) : damaged,
    headers: { 'content-type': type, 'content-encoding': encoding },
  };
}

function damage(body: Buffer, random: SeededRandom): Buffer {
  const damaged = Buffer.from(body);
  if (damaged.length > 0) damaged[random.integer(damaged.length)] = random.integer(256);
  return random.chance(0.5) ? damaged : damaged.subarray(0, random.integer(damaged.length + 1));
}

function send(base: string, { method, path, headers, body }: FuzzRequest, agent: Agent): Promise<FuzzResponse> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    const length = body === undefined ? {} : { 'content-length': String(body.length) };
    const sent = request({ hostname, port, method, path, headers: { ...headers, ...length }, agent });
    sent.setTimeout(TIMEOUT_MS, () => {
      sent.destroy(Object.assign(new Error('no response'), { code: 'TIMEOUT' }));
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
      });
    });
    sent.end(body);
  });
}
