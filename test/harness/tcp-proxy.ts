import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A connection of a viewer's, and the one to the server that belongs to it. */
interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  isWebSocket: boolean;
}

/** The wire between browser and server, which a test can hold without either being told. */
export class TcpProxy {
  private readonly pairs = new Set<Pair>();

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (near) => {
      this.forward(near);
    });
  }

  /** @param target the server's address, like `http://127.0.0.1:1234` */
  static async start(target: string): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, Number(new URL(target).port));
  }

  get base(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on nothing goes through the WebSockets that are open, either way, and nobody is told: half-open. */
  freezeWebSockets(): void {
    for (const { near, far, isWebSocket } of this.pairs) {
      if (!isWebSocket) continue;
      near.unpipe().pause();
      far.unpipe().pause();
    }
  }

  async close(): Promise<void> {
    this.server.close();
    for (const { near, far } of this.pairs) {
      near.destroy();
      far.destroy();
    }
    await once(this.server, 'close');
  }

  private forward(near: Socket): void {
    const far = connect(this.target, '127.0.0.1');
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
