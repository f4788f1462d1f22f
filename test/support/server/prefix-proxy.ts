import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';

/** The built page has this tag. */
const BASE_TAG = '<base href="/"/>';

/** A proxy that shows a server below a prefix, as an application does that has Boardcast as a module. */
export class PrefixProxy {
  /** The paths of requests outside of the prefix, which belong to the application. */
  readonly outsidePaths: string[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
    private readonly prefix: string,
  ) {
    server.on('request', (incoming, response) => {
      const path = this.pathOf(incoming);
      if (path === undefined) {
        response.writeHead(404).end('This path belongs to the application.');
        return;
      }
      const outgoing = this.forward(incoming, path);
      outgoing.on('response', (answer: IncomingMessage) => {
        const { statusCode = 502, headers } = answer;
        if (headers['content-type']?.startsWith('text/html') === true) {
          delete headers['content-length'];
          response.writeHead(statusCode, headers);
          void text(answer).then((html) => response.end(html.replace(BASE_TAG, `<base href="${this.prefix}/">`)));
        } else {
          response.writeHead(statusCode, headers);
          answer.pipe(response);
        }
      });
      outgoing.on('error', () => response.destroy());
      incoming.pipe(outgoing);
    });
    server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
      const path = this.pathOf(incoming);
      if (path === undefined) {
        socket.destroy();
        return;
      }
      const outgoing = this.forward(incoming, path);
      outgoing.on('upgrade', ({ rawHeaders }: IncomingMessage, upgraded: Duplex) => {
        const lines = rawHeaders.map((text, index) => text + (index % 2 === 0 ? ': ' : '\r\n'));
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
        for (const each of [socket, upgraded]) {
          each.on('error', () => each.destroy());
          each.on('close', () => {
            socket.destroy();
            upgraded.destroy();
          });
        }
        upgraded.write(head);
        upgraded.pipe(socket).pipe(upgraded);
      });
      outgoing.on('error', () => socket.destroy());
      outgoing.end();
    });
  }

  /**
   * @param target the URL of the server
   * @param prefix like `/boardcast`
   */
  static async start(target: string, prefix: string): Promise<PrefixProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PrefixProxy(server, new URL(target), prefix);
  }

  /** The URL without a path. */
  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private pathOf({ url = '' }: IncomingMessage): string | undefined {
    if (url.startsWith(`${this.prefix}/`)) return url.slice(this.prefix.length);
    this.outsidePaths.push(url);
    return undefined;
  }

  /** Pages must not be compressed, so that they can be changed. */
  private forward({ method, headers }: IncomingMessage, path: string): ReturnType<typeof request> {
    delete headers['accept-encoding'];
    return request({ host: this.target.hostname, port: this.target.port, method, path, headers });
  }
}
