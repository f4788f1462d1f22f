import { Worker } from 'node:worker_threads';
import type { Clock } from '../../common/time/clock.js';
import { errorMessage } from '../../common/errors/error-message.js';
import type { NewBoard } from '../input/board-input-reader.js';
import type { CheckedBoard } from './board-file-checker.js';
import type { TextFormat } from './board-text.js';
import type { InputError } from '../../../wire/schemas/problem-schema.js';
import type { TextReply, TextRequest } from './board-text.worker.js';

/** A text of 1 MiB takes about a second, and a few seconds on a slow machine. */
const TIMEOUT_MS = 5_000;

/** The definition in a text, and its errors. Without a definition, the text cannot be shown. */
export interface ParsedBoardText {
  readonly definition?: NewBoard | undefined;
  readonly errors: readonly InputError[];
}

/**
 * Parses board definitions in a separate thread, so that a text that takes too much time or memory ends only that thread. It
 * parses one text at a time. The thread starts with the first text and ends with `close`.
 */
export class BoardTextReader {
  private worker: Worker | undefined;
  private resolveReply: ((reply: TextReply) => void) | undefined;

  /**
   * @param check validates the parsed value and returns its definition or its errors
   * @param maxHeapMb limit of the thread's heap in MB
   */
  constructor(
    private readonly clock: Clock,
    private readonly check: (value: unknown) => CheckedBoard,
    private readonly maxHeapMb = 256,
  ) {}

  async read(text: string, format: TextFormat): Promise<ParsedBoardText> {
    const reply = await this.request({ text, format });
    if ('errors' in reply) return reply;
    const { definition, errors } = this.check(JSON.parse(reply.json));
    if (errors.length === 0) return { definition, errors: [] };
    const located = await this.request({ text, format, errors });
    return { definition, errors: 'errors' in located ? located.errors : errors };
  }

  /** Ends the thread and cancels a running read. The next read starts a new thread. */
  async close(): Promise<void> {
    const { worker } = this;
    this.fail('was not read, because the server is stopping');
    await worker?.terminate();
  }

  private async request(request: TextRequest): Promise<TextReply> {
    const timeout = this.clock.after(TIMEOUT_MS, () => {
      const { worker } = this;
      this.fail(`takes longer than ${TIMEOUT_MS / 1_000} s to parse: make it simpler`);
      void worker?.terminate();
    });
    const reply = new Promise<TextReply>((resolve) => {
      this.resolveReply = resolve;
    });
    this.worker ??= this.start();
    this.worker.postMessage(request);
    return reply.finally(() => {
      timeout.unsubscribe();
    });
  }

  /** Resolves the current request with an error, and detaches the thread. */
  private fail(message: string): void {
    this.worker = undefined;
    this.resolveReply?.({ errors: [{ path: '', message }] });
  }

  private start(): Worker {
    const worker = new Worker(new URL('./board-text.worker.js', import.meta.url), {
      name: 'board files',
      resourceLimits: { maxOldGenerationSizeMb: this.maxHeapMb },
    });
    worker.on('message', (reply: TextReply) => {
      if (worker === this.worker) this.resolveReply?.(reply);
    });
    // Usually out of memory. Without a listener, the error would end the process.
    worker.on('error', (error) => {
      if (worker === this.worker) this.fail(`cannot be read: ${errorMessage(error)}`);
    });
    return worker;
  }
}
