import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { IoAnswer, IoQueries, IoReply, IoRequest, IoSettings } from './io-protocol.js';
import { PostgresError } from './postgres-error.js';

/** Longer than anything in the other thread waits: whoever does not answer by then is dead. */
const PATIENCE_MS = 600_000;

const DEAD = 'The thread that talks to PostgreSQL does not answer.';

/**
 * PostgreSQL for a thread that waits for its answers. The network belongs to a thread of its own; this one sleeps until
 * it is told the result (https://nodejs.org/api/worker_threads.html#workerreceivemessageonportport).
 */
export class BlockingClient {
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private isDead = false;
  private readonly answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  /** @param url as `DATABASE_URL` has it. */
  constructor(url: string, role: IoSettings['role']) {
    const { port1, port2 } = new MessageChannel();
    const settings: IoSettings = { url, role, port: port2, answered: this.answered };
    this.port = port1;
    this.worker = new Worker(new URL('./io-thread.js', import.meta.url), {
      workerData: settings,
      transferList: [port2],
      name: `postgres ${role}`,
    });
    // It lives as long as the thread that it serves.
    this.worker.unref();
    this.port.unref();
  }

  /** Runs queries one after the other, sent at once. @throws PostgresError that of the first that failed. */
  query(queries: IoQueries): IoAnswer {
    return this.ask(queries);
  }

  close(): void {
    this.ask('close');
    this.port.close();
  }

  /** @param before how many answers there were. */
  private awaitReply(before: number): IoReply {
    // Woken is not yet answered: the notification of the answer before may come late, when this one is waited for.
    while (Atomics.load(this.answered, 0) === before) {
      if (Atomics.wait(this.answered, 0, before, PATIENCE_MS) === 'timed-out') break;
    }
    const received = receiveMessageOnPort(this.port);
    if (received) return received.message as IoReply;
    // What it may answer after all must not be taken for the answer to another question: this thread ends, and another
    // takes its place.
    this.isDead = true;
    setImmediate(() => {
      throw new Error(DEAD);
    });
    throw new Error(DEAD);
  }

  private ask(request: IoRequest): IoAnswer {
    if (this.isDead) throw new Error(DEAD);
    const before = Atomics.load(this.answered, 0);
    this.port.postMessage(request);
    const reply = this.awaitReply(before);
    if ('failure' in reply) throw new PostgresError(reply.failure);
    return reply;
  }
}
