import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger as Pino, pino } from 'pino';
import pretty from 'pino-pretty';
import { StartupError } from '../common/errors/startup-error.js';
import type { LogLevel } from '../config/settings.js';

/** Contexts of Nest that log every module and route at start. They are logged at the level `debug`. */
const FRAMEWORK_CONTEXTS: ReadonlySet<unknown> = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
  'WebSocketsController',
]);

/** Logs to standard error, so that standard output contains only the line with the server's address. */
function standardError(): DestinationStream {
  const options = { destination: 2, sync: true } as const;
  return process.stderr.isTTY
    ? pretty({
        ...options,
        ignore: 'pid,hostname,context',
        messageFormat: '{context} {msg}',
        translateTime: 'HH:MM:ss',
      })
    : pino.destination({ dest: options.destination, sync: options.sync });
}

/** Writes Nest's logs with pino: as JSON lines, or as readable lines in a terminal. */
export class StructuredLogger implements LoggerService {
  private readonly pino: Pino;

  constructor(level: LogLevel, destination: DestinationStream = standardError()) {
    this.pino = pino({ level, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  }

  log(message: unknown, ...parameters: unknown[]): void {
    this.write(FRAMEWORK_CONTEXTS.has(parameters.at(-1)) ? 'debug' : 'info', message, parameters);
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.write('warn', message, parameters);
  }

  error(message: unknown, ...parameters: unknown[]): void {
    // `main` prints it without a stack. Nest logs it before that, with a stack.
    if (message instanceof StartupError) return;
    this.write('error', message, parameters);
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.write('fatal', message, parameters);
  }

  debug(message: unknown, ...parameters: unknown[]): void {
    this.write('debug', message, parameters);
  }

  verbose(message: unknown, ...parameters: unknown[]): void {
    this.write('trace', message, parameters);
  }

  /** @param given the other arguments of Nest's logger: errors, stacks or objects, then the context */
  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    given: unknown[],
  ): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const context = typeof given.at(-1) === 'string' ? given.at(-1) : undefined;
    const rest = (context === undefined ? given : given.slice(0, -1)).filter((item) => item !== undefined);
    const err = [message, ...rest].find((item) => item instanceof Error);
    const more = rest.filter((item) => item !== err);
    const text = message instanceof Error ? message.message : typeof message === 'string' ? message : undefined;
    this.pino[level](
      {
        ...(context !== undefined && { context }),
        ...(err && { err }),
        ...(text === undefined && { data: message }),
        ...(more.length > 0 && { more }),
      },
      text ?? '',
    );
  }
}
