import { Worker } from 'node:worker_threads';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Clock } from '../../common/time/clock.js';
import { Problem } from '../../common/errors/problem.js';
import { Settings } from '../../config/settings.js';
import type { MapRequest, WebhookRecords } from './mapping/map-webhook.js';
import { MappingQueue } from './mapping/mapping-queue.js';
import { type MappingResponse, READY } from './mapping/mapping-messages.js';

/**
 * Heap limit of the thread. It is several times what the largest body (160 MB as values, measured), the results and one evaluation
 * (see `Budget`) need together. It should not be reached: if native code, such as the JSON parser, reaches the limit, the whole
 * process ends, not only the thread.
 */
const HEAP_MB = 1_024;

const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

interface Entry {
  readonly name: string;
  readonly bytes: number;
  readonly request: MapRequest;
  readonly resolve: (records: WebhookRecords) => void;
  readonly reject: (problem: Problem) => void;
  timer?: Subscription;
}

/**
 * Applies mappings, one request at a time, in a separate thread, because mappings are written by users and can take any time. If a
 * request takes longer than `WEBHOOK_TIMEOUT`, the thread is terminated. The next request starts a new thread.
 */
@Injectable()
export class MappingThread implements OnApplicationShutdown {
  private readonly logger = new Logger(MappingThread.name);
  private readonly queue = new MappingQueue<Entry>();
  private worker: Worker | undefined;
  private isReady = false;
  /** Set while a terminated worker is still running. */
  private terminating: Promise<unknown> | undefined;
  private isClosed = false;
  /** The request that the thread is processing. */
  private current: Entry | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Applies a mapping to a webhook.
   *
   * @param signal aborted when the client disconnects, which cancels the request
   * @throws Problem 400, 415 or 422 for an invalid request; 503 if too many requests are queued
   */
  run(request: MapRequest, signal?: AbortSignal): Promise<WebhookRecords> {
    return new Promise((resolve, reject) => {
      const entry: Entry = { name: request.name, bytes: request.body.byteLength, request, resolve, reject };
      if (signal?.aborted === true) reject(clientDisconnected());
      else if (this.isClosed || !this.queue.add(entry)) reject(tooMany());
      else {
        signal?.addEventListener(
          'abort',
          () => {
            this.cancel(entry);
          },
          { once: true },
        );
        this.startNext();
      }
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    for (let waiting = this.queue.take(); waiting; waiting = this.queue.take()) waiting.reject(tooMany());
    await this.terminate(tooMany());
  }

  private startNext(): void {
    if (this.current || this.terminating) return;
    this.current = this.queue.take();
    if (!this.current) return;
    if (!this.worker) this.start();
    else if (this.isReady) this.send(this.worker, this.current);
  }

  protected createWorker(): Worker {
    return new Worker(new URL('./mapping/mapping.worker.js', import.meta.url), {
      name: 'webhook mappings',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
  }

  private start(): void {
    const worker = this.createWorker();
    this.worker = worker;
    this.isReady = false;
    // An idle thread must not keep the process alive.
    worker.unref();
    worker.on('message', (message: MappingResponse | typeof READY) => {
      if (worker !== this.worker) return;
      if (message === READY) {
        this.isReady = true;
        if (this.current) this.send(worker, this.current);
      } else {
        this.handleResponse(message);
      }
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (worker === this.worker) this.handleError(error);
    });
  }

  private send(worker: Worker, entry: Entry): void {
    const timeoutMs = this.settings.webhookTimeoutMs;
    entry.timer = this.clock.after(timeoutMs, () => {
      void this.terminate(tooSlow(timeoutMs));
    });
    // The request owns its body, so the body is transferred instead of copied.
    worker.postMessage(entry.request, [entry.request.body.buffer as ArrayBuffer]);
  }

  private handleResponse(answer: MappingResponse): void {
    const entry = this.finishCurrent();
    if ('records' in answer) entry?.resolve(answer.records);
    else if ('status' in answer) entry?.reject(new Problem(answer.status, answer.detail, answer.errors));
    else {
      this.logger.error(`A mapping could not be applied: ${answer.failure}`);
      entry?.reject(interrupted());
    }
    this.startNext();
  }

  /** Handles the unexpected end of the thread. */
  private handleError(error: NodeJS.ErrnoException): void {
    const ranOut = error.code === OUT_OF_MEMORY;
    if (!ranOut)
      this.logger.error(
        `The mapping thread ended unexpectedly and will be started again: ${error.stack ?? error.message}`,
      );
    this.worker = undefined;
    this.finishCurrent()?.reject(ranOut ? tooLarge() : interrupted());
    this.startNext();
  }

  private cancel(entry: Entry): void {
    if (this.queue.remove(entry)) entry.reject(clientDisconnected());
    else if (this.current === entry) void this.terminate(clientDisconnected());
  }

  /** Terminates the thread and its request. No request is sent before the thread has ended, so that there is only one thread. */
  private async terminate(problem: Problem): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    this.finishCurrent()?.reject(problem);
    if (worker) this.terminating = worker.terminate();
    await this.terminating;
    this.terminating = undefined;
    this.startNext();
  }

  private finishCurrent(): Entry | undefined {
    const entry = this.current;
    entry?.timer?.unsubscribe();
    this.current = undefined;
    return entry;
  }
}

function tooSlow(timeoutMs: number): Problem {
  return new Problem(
    422,
    `The mapping took longer than ${timeoutMs / 1_000} s, and nothing was stored. ` +
      'Simplify the expressions, send less data at once, or increase WEBHOOK_TIMEOUT.',
  );
}

function tooLarge(): Problem {
  return new Problem(
    422,
    'The mapping needed too much memory, and nothing was stored. Simplify the expressions, or send less data at once.',
  );
}

function tooMany(): Problem {
  return new Problem(503, 'Too many webhooks are waiting for their mappings. Send this one again in a few seconds.');
}

function interrupted(): Problem {
  return new Problem(503, 'The mapping was interrupted, and nothing was stored. Send the webhook again.');
}

function clientDisconnected(): Problem {
  return new Problem(408, 'The client closed the connection before the webhook was processed, and nothing was stored.');
}
