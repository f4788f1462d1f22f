// The entry point of database threads. Everything that it imports must run with erased types.
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { commitGroup } from './group-commit.js';
import { JobRunner } from './job-runner.js';
import { describeOpenFailure, openConnection } from './open-connection.js';
import {
  CLOSE,
  type JobReply,
  type JobRequest,
  type ThreadData,
  type ThreadMessage,
  type ThreadReport,
} from './thread-protocol.js';
import { toJobFailure } from './to-job-failure.js';
import type { DatabaseConnection } from './database-connection.js';

/** The limits of a group. It ends even if more jobs are queued, so that its first job does not wait too long. */
const MAX_GROUP_MS = 25;
const MAX_GROUP_JOBS = 1_000;

const { settings, canceled } = workerData as ThreadData;
const port = parentPort as MessagePort;

/** Runs jobs in the order of their arrival: a reader one at a time, the writer in groups that share a commit. */
class JobLoop {
  private readonly connection: DatabaseConnection;
  private readonly runner: JobRunner;
  private readonly queue: ThreadMessage[] = [];
  private running = false;

  constructor(connection: DatabaseConnection) {
    this.connection = connection;
    this.runner = new JobRunner(connection, canceled);
  }

  async accept(message: ThreadMessage): Promise<void> {
    this.queue.push(message);
    if (this.running) return;
    this.running = true;
    for (let head = this.queue[0]; head !== undefined; head = this.queue[0]) {
      if (head === CLOSE) {
        this.connection.close();
        port.close();
        return;
      }
      const replies = this.runner.knows(head) ? this.answer() : await this.load(head);
      if (replies.length > 0) report({ type: 'replies', replies }, this.runner.takeBuffers());
    }
    this.running = false;
  }

  private async load(job: JobRequest): Promise<readonly JobReply[]> {
    try {
      await this.runner.load(job);
      return [];
    } catch (error) {
      this.queue.shift();
      return [{ id: job.id, failure: toJobFailure(error) }];
    }
  }

  private answer(): readonly JobReply[] {
    if (settings.role === 'writer') return commitGroup(this.connection.transactions, this.runner, this.group());
    const job = this.queue.shift() as JobRequest;
    try {
      return [{ id: job.id, value: this.runner.run(job) }];
    } catch (error) {
      return [{ id: job.id, failure: toJobFailure(error) }];
    }
  }

  private group(): () => JobRequest | undefined {
    const end = performance.now() + MAX_GROUP_MS;
    let size = 0;
    return () => {
      if (size >= MAX_GROUP_JOBS || (size > 0 && performance.now() >= end)) return undefined;
      const job = this.head();
      if (job === undefined || job === CLOSE || !this.runner.knows(job)) return undefined;
      size += 1;
      this.queue.shift();
      return job;
    };
  }

  /** Returns the next message, and receives one without waiting for the event loop if the queue is empty. */
  private head(): ThreadMessage | undefined {
    if (this.queue.length === 0) {
      const received = receiveMessageOnPort(port);
      if (received) this.queue.push(received.message as ThreadMessage);
    }
    return this.queue[0];
  }
}

function report(message: ThreadReport, buffers: ArrayBuffer[] = []): void {
  port.postMessage(message, buffers);
}

try {
  const { connection, upgradeCopy } = await openConnection(settings);
  const loop = new JobLoop(connection);
  port.on('message', (message: ThreadMessage) => void loop.accept(message));
  report({ type: 'ready', upgradeCopy });
} catch (error) {
  report({ type: 'unusable', message: await describeOpenFailure(error, settings) });
  port.close();
}
