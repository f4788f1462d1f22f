import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The wire to a server, which a test cuts and mends. */
export class BreakableWire {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    target: number,
  ) {
    server.on('connection', (near) => {
      if (this.isCut) near.destroy();
      else this.forward(near, connect(target, '127.0.0.1'));
    });
  }

  /** @param url of the server; what is returned has one that leads through the wire. */
  static async to(url: string): Promise<BreakableWire & { readonly url: string }> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const wire = new BreakableWire(server, Number(new URL(url).port));
    const through = new URL(url);
    through.port = String((server.address() as AddressInfo).port);
    return Object.assign(wire, { url: through.href });
  }

  /** Every connection ends at once, and new ones do when they are made. */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.server.close();
    this.cut();
    await once(this.server, 'close');
  }

  private forward(near: Socket, far: Socket): void {
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        near.destroy();
        far.destroy();
        this.sockets.delete(socket);
      });
    }
    near.pipe(far);
    far.pipe(near);
  }
}
