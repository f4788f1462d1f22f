import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The connection of a client, and the connection to the server that belongs to it. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  isWebSocket: boolean;
}

/** A proxy with which a test can freeze the connections to a server without either end noticing, or close and restore them. */
export class TcpProxy {
  /** The URL of the server through this proxy. */
  readonly url: string;
  private readonly pairs = new Set<Pair>();
  private isDisconnected = false;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    const url = new URL(target);
    url.port = String((server.address() as AddressInfo).port);
    this.url = url.href;
    server.on('connection', (client) => {
      if (this.isDisconnected) client.destroy();
      else this.forward(client);
    });
  }

  /** @param target the URL of the server, like `http://127.0.0.1:1234` */
  static async start(target: string): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, new URL(target));
  }

  /** The URL without a path. */
  get base(): string {
    return new URL(this.url).origin;
  }

  /** Stops forwarding on the open WebSockets in both directions, without closing them (half-open connections). */
  freezeWebSockets(): void {
    for (const { client, server, isWebSocket } of this.pairs) {
      if (!isWebSocket) continue;
      client.unpipe().pause();
      server.unpipe().pause();
    }
  }

  /** Closes all connections, and every new one at once. */
  disconnect(): void {
    this.isDisconnected = true;
    for (const { client, server } of this.pairs) {
      client.destroy();
      server.destroy();
    }
  }

  /** Accepts connections again after `disconnect`. */
  restore(): void {
    this.isDisconnected = false;
  }

  async close(): Promise<void> {
    this.server.close();
    this.disconnect();
    await once(this.server, 'close');
  }

  private forward(client: Socket): void {
    const server = connect(Number(this.target.port), '127.0.0.1');
    const pair = { client, server, isWebSocket: false };
    this.pairs.add(pair);
    client.once('data', (head) => {
      pair.isWebSocket = /^upgrade: websocket/im.test(head.toString('latin1'));
    });
    for (const socket of [client, server]) {
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        client.destroy();
        server.destroy();
        this.pairs.delete(pair);
      });
    }
    client.pipe(server);
    server.pipe(client);
  }
}
