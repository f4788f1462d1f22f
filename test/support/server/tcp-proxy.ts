import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A connection of a client's, and the one to the server that belongs to it. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  isWebSocket: boolean;
}

/** The wire to a server, which a test can hold without either end being told, or cut and mend. */
export class TcpProxy {
  /** The server's address by way of this wire. */
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
    server.on('connection', (near) => {
      if (this.isDisconnected) near.destroy();
      else this.forward(near);
    });
  }

  /** @param target the server's address, like `http://127.0.0.1:1234` */
  static async start(target: string): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, new URL(target));
  }

  /** The same without a path. */
  get base(): string {
    return new URL(this.url).origin;
  }

  /** From now on nothing goes through the WebSockets that are open, either way, and nobody is told: half-open. */
  freezeWebSockets(): void {
    for (const { client: near, server: far, isWebSocket } of this.pairs) {
      if (!isWebSocket) continue;
      near.unpipe().pause();
      far.unpipe().pause();
    }
  }

  /** Every connection ends at once, and new ones do when they are made. */
  disconnect(): void {
    this.isDisconnected = true;
    for (const { client: near, server: far } of this.pairs) {
      near.destroy();
      far.destroy();
    }
  }

  restore(): void {
    this.isDisconnected = false;
  }

  async close(): Promise<void> {
    this.server.close();
    this.disconnect();
    await once(this.server, 'close');
  }

  private forward(near: Socket): void {
    const far = connect(Number(this.target.port), '127.0.0.1');
    const pair = { near, far, isWebSocket: false };
    this.pairs.add(pair);
    near.once('data', (head) => {
      pair.isWebSocket = /^upgrade: websocket/im.test(head.toString('latin1'));
    });
    for (const socket of [near, far]) {
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        near.destroy();
        far.destroy();
        this.pairs.delete(pair);
      });
    }
    near.pipe(far);
    far.pipe(near);
  }
}
