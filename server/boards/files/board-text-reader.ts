import { Worker } from 'node:worker_threads';
import type { Clock } from '../../common/time/clock.js';
import { errorMessage } from '../../common/errors/error-message.js';
import type { NewBoard } from '../board-input.js';
import type { CheckedBoard } from './board-file-checker.js';
import type { TextFormat } from './board-text.js';
import type { Fault } from './fault.js';
import type { TextReply, TextRequest } from './board-text.worker.js';

/** A text of 1 MiB takes a second, and a few on a slow machine. */
const TIMEOUT_MS = 5_000;

/** What a text says: without a definition it cannot be shown, and its faults say why. */
export interface BoardText {
  readonly definition?: NewBoard | undefined;
  readonly faults: readonly Fault[];
}

/**
 * Reads board definitions from texts in a thread of its own: a text that takes too long or too much memory ends that thread
 * and nothing else. One text at a time; the thread starts with the first one and ends with `close`.
 */
export class BoardTextReader {
  private worker: Worker | undefined;
  private answer: ((reply: TextReply) => void) | undefined;

  /**
   * @param check makes a definition of the plain value, or says by paths what is wrong with it
   * @param maxHeapMb what the thread's objects may take, in MB
   */
  constructor(
    private readonly clock: Clock,
    private readonly check: (value: unknown) => CheckedBoard,
    private readonly maxHeapMb = 256,
  ) {}

  async read(text: string, format: TextFormat): Promise<BoardText> {
    const reply = await this.ask({ text, format });
    if ('faults' in reply) return reply;
    const { definition, errors } = this.check(JSON.parse(reply.json));
    if (errors.length === 0) return { definition, faults: [] };
    const located = await this.ask({ text, format, errors });
    return { definition, faults: 'faults' in located ? located.faults : errors };
  }

  /** Ends the thread, and with it what is being read. The next text starts another one. */
  async close(): Promise<void> {
    const { worker } = this;
    this.fail('was not read: the server stops');
    await worker?.terminate();
  }

  private async ask(request: TextRequest): Promise<TextReply> {
    const timeout = this.clock.after(TIMEOUT_MS, () => {
      const { worker } = this;
      this.fail(`takes longer than ${TIMEOUT_MS / 1_000} s to read: make it simpler`);
      void worker?.terminate();
    });
    const reply = new Promise<TextReply>((resolve) => {
      this.answer = resolve;
    });
    this.worker ??= this.start();
    this.worker.postMessage(request);
    return reply.finally(() => {
      timeout.unsubscribe();
    });
  }

  /** Answers in the place of the thread, which is given up. */
  private fail(message: string): void {
    this.worker = undefined;
    this.answer?.({ faults: [{ path: '', message }] });
  }

  private start(): Worker {
    const worker = new Worker(new URL('./board-text.worker.js', import.meta.url), {
      name: 'board files',
      resourceLimits: { maxOldGenerationSizeMb: this.maxHeapMb },
    });
    worker.on('message', (reply: TextReply) => {
      if (worker === this.worker) this.answer?.(reply);
    });
    // Out of memory, mostly; without a listener it would end the process.
    worker.on('error', (error) => {
      if (worker === this.worker) this.fail(`cannot be read: ${errorMessage(error)}`);
    });
    return worker;
  }
}
