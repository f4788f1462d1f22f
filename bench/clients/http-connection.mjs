import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');

/** Statuses of responses without a body (RFC 9110, section 6.4.1). */
const BODILESS = new Set([204, 304]);

/**
 * A keep-alive connection that sends prepared bytes and parses as little of a response as possible. The client of node:http
 * uses more CPU time than the measured servers, so it would limit the results.
 */
export class HttpConnection {
  #socket;
  #head;
  #remaining = 0;
  #bytes = 0;
  #headBytes = 0;
  #status = 0;
  #answered;
  #failed;

  constructor(port) {
    this.opened = new Promise((resolve, reject) => {
      this.#socket = connect({ port, host: '127.0.0.1', noDelay: true }, resolve);
      this.#socket.once('error', reject);
    });
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', (error) => this.#failed?.(error));
    this.#socket.on('close', () => this.#failed?.(new Error('the server closed the connection')));
  }

  /**
   * Sends a request made by `requestBytes`, after the previous one has been answered.
   *
   * @param {Buffer} request
   * @param {(answer: { status: number, bytes: number, headBytes: number }) => void} answered
   * @param {(error: Error) => void} failed
   */
  send(request, answered, failed) {
    this.#answered = answered;
    this.#failed = failed;
    this.#head = undefined;
    this.#remaining = -1;
    this.#bytes = 0;
    this.#socket.write(request);
  }

  close() {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #read(chunk) {
    this.#bytes += chunk.length;
    if (this.#remaining < 0) this.#readHead(chunk);
    else this.#remaining -= chunk.length;
    if (this.#remaining !== 0) return;
    this.#failed = undefined;
    this.#answered({ status: this.#status, bytes: this.#bytes, headBytes: this.#headBytes });
  }

  #readHead(chunk) {
    const head = this.#head === undefined ? chunk : Buffer.concat([this.#head, chunk]);
    const end = head.indexOf(HEAD_END);
    if (end < 0) {
      this.#head = head;
      return;
    }
    const text = head.latin1Slice(0, end);
    this.#headBytes = end + HEAD_END.length;
    this.#status = Number(text.slice(9, 12));
    const length = BODILESS.has(this.#status) ? ['', '0'] : /\r\ncontent-length: *(\d+)/i.exec(text);
    if (length) this.#remaining = Number(length[1]) - (head.length - this.#headBytes);
    else this.#failed?.(new Error(`a response has no Content-Length: ${text}`));
  }
}

/** The headers of a browser, which servers must parse. */
const BROWSER_HEADERS = {
  'User-Agent': 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
  Accept: 'application/json, text/plain, */*',
  'Accept-Encoding': 'gzip, deflate, br, zstd',
  'Accept-Language': 'en-US,en;q=0.9',
  'Sec-Fetch-Dest': 'empty',
  'Sec-Fetch-Mode': 'cors',
  'Sec-Fetch-Site': 'same-origin',
};

/**
 * Serializes an HTTP request.
 *
 * @param {{ port: number, method: string, path: string, body?: string | Uint8Array, headers?: Record<string, string>, browser?: boolean }} request
 */
export function requestBytes({ port, method, path, body, headers: own, browser = false }) {
  const host = `127.0.0.1:${port}`;
  const content = body === undefined ? undefined : Buffer.from(body);
  const headers = {
    Host: host,
    Connection: 'keep-alive',
    ...(browser && { ...BROWSER_HEADERS, Referer: `http://${host}/boards/bench` }),
    ...(content && { 'Content-Type': 'application/json', 'Content-Length': content.length }),
    ...own,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return content ? Buffer.concat([head, content]) : head;
}
