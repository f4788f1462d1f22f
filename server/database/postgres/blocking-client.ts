import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { IoAnswer, IoQueries, IoReply, IoRequest, IoSettings } from './io-protocol.js';
import { PostgresError } from './postgres-error.js';

/** Longer than anything that the I/O thread waits for. If it has not answered by then, it never will. */
const REPLY_TIMEOUT_MS = 600_000;

const NO_REPLY = 'The thread that communicates with PostgreSQL does not answer.';

/**
 * A synchronous client of PostgreSQL. A separate I/O thread uses the network, while the calling thread is blocked until the result
 * arrives (https://nodejs.org/api/worker_threads.html#workerreceivemessageonportport).
 */
export class BlockingClient {
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private isUnusable = false;
  private readonly answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  /** @param url as in `DATABASE_URL` */
  constructor(url: string, role: IoSettings['role']) {
    const { port1, port2 } = new MessageChannel();
    const settings: IoSettings = { url, role, port: port2, answered: this.answered };
    this.port = port1;
    this.worker = new Worker(new URL('./io-thread.js', import.meta.url), {
      workerData: settings,
      transferList: [port2],
      name: `postgres ${role}`,
    });
    // The I/O thread ends with the thread that uses it.
    this.worker.unref();
    this.port.unref();
  }

  /** Sends queries at once; PostgreSQL runs them in order. @throws PostgresError of the first that failed */
  query(queries: IoQueries): IoAnswer {
    return this.send(queries);
  }

  close(): void {
    this.send('close');
    this.port.close();
  }

  /** @param before the number of earlier answers */
  private awaitReply(before: number): IoReply {
    // A late notification of the previous answer may also wake this thread, so check the counter.
    while (Atomics.load(this.answered, 0) === before) {
      if (Atomics.wait(this.answered, 0, before, REPLY_TIMEOUT_MS) === 'timed-out') break;
    }
    const received = receiveMessageOnPort(this.port);
    if (received) return received.message as IoReply;
    // A late answer must not be mistaken for the answer to a later request, so this thread exits and is replaced.
    this.isUnusable = true;
    setImmediate(() => {
      throw new Error(NO_REPLY);
    });
    throw new Error(NO_REPLY);
  }

  private send(request: IoRequest): IoAnswer {
    if (this.isUnusable) throw new Error(NO_REPLY);
    const before = Atomics.load(this.answered, 0);
    this.port.postMessage(request);
    const reply = this.awaitReply(before);
    if ('failure' in reply) throw new PostgresError(reply.failure);
    return reply;
  }
}
