import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/**
 * A viewer's WebSocket (RFC 6455), as lean as it can be: ten thousand of them must cost less than the server that feeds
 * them. It takes whole frames of up to 64 KiB, answers pings, and that is all that is needed here.
 */
export class ViewerConnection {
  #socket;
  #rest;
  #upgraded = false;

  /**
   * @param {number} port
   * @param {(payload: Buffer, frameBytes: number, viewer: ViewerConnection) => void} onText
   * @param {(viewer: ViewerConnection, reason: string) => void} onLost not called for what `close` ends
   */
  constructor(port, onText, onLost) {
    this.onText = onText;
    this.onLost = onLost;
    this.opened = new Promise((resolve, reject) => {
      this.resolveOpened = resolve;
      this.#socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => this.#socket.write(upgrade(port)));
      this.#socket.once('error', reject);
    });
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', (error) => this.onLost?.(this, error.message));
    this.#socket.on('close', () => this.onLost?.(this, 'the server closed the connection'));
  }

  send(text) {
    this.#sendFrame(TEXT, Buffer.from(text));
  }

  close() {
    this.onLost = undefined;
    this.#socket.destroy();
  }

  #read(chunk) {
    let bytes = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = undefined;
    if (!this.#upgraded) {
      const end = bytes.indexOf(HEAD_END);
      if (end < 0) {
        this.#rest = bytes;
        return;
      }
      if (!bytes.latin1Slice(0, 12).endsWith(' 101')) {
        this.onLost?.(this, `the upgrade was answered with: ${bytes.latin1Slice(0, end)}`);
        return;
      }
      this.#upgraded = true;
      this.resolveOpened(this);
      bytes = bytes.subarray(end + HEAD_END.length);
    }
    this.#readFrames(bytes);
  }

  #readFrames(bytes) {
    let start = 0;
    while (bytes.length - start >= 2) {
      const short = bytes[start + 1] & 127;
      const headBytes = short === 126 ? 4 : 2;
      if (bytes.length - start < headBytes) break;
      const length = short === 126 ? bytes.readUInt16BE(start + 2) : short;
      const end = start + headBytes + length;
      if (short === 127) throw new Error('a frame of more than 64 KiB');
      if (bytes.length < end) break;
      this.#take(bytes[start] & 15, bytes.subarray(start + headBytes, end), end - start);
      start = end;
    }
    if (start < bytes.length) this.#rest = bytes.subarray(start);
  }

  #take(opcode, payload, frameBytes) {
    if (opcode === TEXT) this.onText(payload, frameBytes, this);
    else if (opcode === PING) this.#sendFrame(PONG, payload);
    else if (opcode === CLOSE)
      this.onLost?.(this, `closed with ${payload.length >= 2 ? payload.readUInt16BE(0) : 1005}`);
  }

  /** Masked, as clients must, but by zeros. */
  #sendFrame(opcode, payload) {
    if (payload.length > 125) throw new Error('viewers say little');
    this.#socket.write(Buffer.concat([Buffer.from([128 | opcode, 128 | payload.length, 0, 0, 0, 0]), payload]));
  }
}

function upgrade(port) {
  return (
    `GET /ws/dashboard HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\n` +
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n'
  );
}
