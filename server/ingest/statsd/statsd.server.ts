import { isUtf8 } from 'node:buffer';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Counter } from 'prom-client';
import type { Subscription } from 'rxjs';
import { Clock } from '../../common/time/clock.js';
import { LogLimiter } from '../../common/errors/log-limiter.js';
import { StartupError } from '../../common/errors/startup-error.js';
import { Telemetry } from '../../common/telemetry.js';
import { errorMessage } from '../../common/errors/error-message.js';
import { Settings } from '../../config/settings.js';
import type { Sample } from '../../dashboard/contracts/collector.js';
import { MetricsService } from '../../metrics/metrics.service.js';
import { parseStatsdLine } from './parse-statsd-line.js';
import { type Rejection, StatsdAggregator } from './statsd-aggregator.js';

const FLUSH_MS = 10_000;

/** Minimum duration between two flushes, by which rates are divided. */
const MIN_FLUSH_MS = 1;

/** Number of samples that are written at a time, so that many names do not block the event loop. */
const BATCH_SIZE = 500;

const NEWLINE = 10;

/** Blanks around a line. Other white space may be part of a name. */
const SURROUNDING_BLANKS = /^[ \t]+|[ \t\r]+$/g;

/** Receives StatsD datagrams if `STATSD_PORT` is set, and stores the aggregated values every 10 s. */
@Injectable()
export class StatsdServer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(StatsdServer.name);
  private readonly aggregator: StatsdAggregator;
  private readonly dropped: Counter<'reason'>;
  private readonly limiter: LogLimiter;
  private socket: Socket | undefined;
  private flushing: Subscription | undefined;
  private lastFlush = 0;
  private lastFailure: string | undefined;

  constructor(
    private readonly writer: MetricsService,
    private readonly settings: Settings,
    private readonly clock: Clock,
    telemetry: Telemetry,
  ) {
    this.aggregator = new StatsdAggregator(settings.maxSeries);
    this.limiter = new LogLimiter(clock);
    this.dropped = telemetry.counter('statsd_dropped_lines_total', 'StatsD lines that were rejected', ['reason']);
  }

  /** The port that the server listens on, or undefined. */
  get port(): number | undefined {
    return this.socket?.address().port;
  }

  /** @throws StartupError if the port is not available */
  async onApplicationBootstrap(): Promise<void> {
    const { statsdPort, host } = this.settings;
    if (statsdPort === undefined) return;
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    socket.bind(statsdPort, host);
    try {
      await once(socket, 'listening');
    } catch (error) {
      throw new StartupError(
        `Port ${statsdPort} of ${host} is not available for StatsD (${(error as NodeJS.ErrnoException).code ?? 'unknown'}): ` +
          'set STATSD_PORT to another port, or remove it.',
        { cause: error },
      );
    }
    socket.on('error', (error) => {
      this.logger.error('Receiving StatsD failed', error);
    });
    socket.on('message', (datagram) => {
      this.receive(datagram);
    });
    this.socket = socket;
    this.lastFlush = this.clock.now();
    this.flushing = this.clock.every(FLUSH_MS, () => void this.flush());
    this.logger.log(`StatsD is received at udp://${host}:${socket.address().port}`);
  }

  /** Stores the values since the last flush. The database is still open in this hook. */
  async beforeApplicationShutdown(): Promise<void> {
    if (!this.socket) return;
    this.flushing?.unsubscribe();
    const closed = once(this.socket, 'close');
    this.socket.close();
    this.socket = undefined;
    await closed;
    await this.flush();
  }

  private receive(datagram: Buffer): void {
    for (const bytes of linesOf(datagram)) {
      // With replacement characters, different names could become equal.
      const text = isUtf8(bytes) ? bytes.toString('utf8').replace(SURROUNDING_BLANKS, '') : undefined;
      if (text === '') continue;
      const read = text === undefined ? undefined : parseStatsdLine(text);
      const rejection = read && this.aggregator.add(read);
      if (!read) this.drop('invalid');
      else if (rejection) this.reject(rejection);
    }
  }

  private reject({ reason, message }: Rejection): void {
    this.drop(reason);
    this.limiter.write(
      reason,
      () => {
        this.logger.warn(`A StatsD line was rejected: ${message}.`);
      },
      (count) => {
        this.logger.warn(`${count} more StatsD lines were rejected (${reason}).`);
      },
    );
  }

  private drop(reason: string): void {
    this.dropped.inc({ reason });
    this.writer.countSkipped('statsd', 1);
  }

  private async flush(): Promise<void> {
    const now = this.clock.now();
    const seconds = Math.max(now - this.lastFlush, MIN_FLUSH_MS) / 1_000;
    this.lastFlush = now;
    const samples = this.aggregator.flush(seconds);
    for (let start = 0; start < samples.length; start += BATCH_SIZE)
      await this.store(samples.slice(start, start + BATCH_SIZE));
  }

  /** Values that cannot be stored are lost. Repeated failures are logged once. */
  private async store(samples: readonly Sample[]): Promise<void> {
    try {
      await this.writer.write(samples, 'statsd');
      this.lastFailure = undefined;
    } catch (error) {
      const message = errorMessage(error);
      if (message !== this.lastFailure) this.logger.error(`StatsD values could not be stored: ${message}`);
      this.lastFailure = message;
    }
  }
}

function* linesOf(datagram: Buffer): Generator<Buffer> {
  for (let start = 0; start <= datagram.length;) {
    const newline = datagram.indexOf(NEWLINE, start);
    const end = newline < 0 ? datagram.length : newline;
    yield datagram.subarray(start, end);
    start = end + 1;
  }
}
