import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StartupError } from '../common/errors/startup-error.js';
import { StructuredLogger } from './structured-logger.js';

let lines: Record<string, unknown>[];

function use(level: 'trace' | 'debug' | 'info' | 'silent'): void {
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  Logger.overrideLogger(new StructuredLogger(level, destination));
}

describe('StructuredLogger', () => {
  beforeEach(() => {
    lines = [];
    use('info');
  });
  afterEach(() => {
    Logger.overrideLogger(false);
  });

  it('writes messages of Nest’s Logger with their context', () => {
    new Logger('Boards').log('made this-server');
    new Logger('Boards').warn('late');
    expect(lines).toMatchObject([
      { level: 30, context: 'Boards', msg: 'made this-server' },
      { level: 40, context: 'Boards', msg: 'late' },
    ]);
    expect(lines[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('writes an error with its stack, whatever its position', () => {
    const error = new Error('broken', { cause: new Error('deeper') });
    new Logger('A').error(error);
    new Logger('A').error('It failed', error);
    Logger.error('It failed', error, 'A');
    for (const line of lines) {
      expect(line).toMatchObject({ level: 50, context: 'A', err: { message: expect.stringContaining('broken') } });
      expect(JSON.stringify(line)).toContain('deeper');
    }
    expect(lines.map(({ msg }) => msg)).toEqual(['broken', 'It failed', 'It failed']);
  });

  it('writes objects and stacks', () => {
    new Logger('A').log({ rows: 3 });
    new Logger('A').error('It failed', 'Error: x\n    at y');
    expect(lines).toMatchObject([{ data: { rows: 3 } }, { msg: 'It failed', more: ['Error: x\n    at y'] }]);
  });

  it('does not write a StartupError, because main prints it', () => {
    new Logger('ExceptionHandler').error(new StartupError('no disk'));
    expect(lines).toEqual([]);
  });

  it('writes modules and routes only at the level debug', () => {
    new Logger('RouterExplorer').log('Mapped {/x, GET} route');
    expect(lines).toEqual([]);
    use('debug');
    new Logger('RouterExplorer').log('Mapped {/x, GET} route');
    expect(lines).toMatchObject([{ level: 20 }]);
  });

  it('writes only messages of its level or above', () => {
    const logger = new Logger('A');
    logger.debug('x');
    logger.verbose('x');
    expect(lines).toEqual([]);
    use('trace');
    logger.debug('x');
    logger.verbose('x');
    logger.fatal('x');
    expect(lines.map(({ level }) => level)).toEqual([20, 10, 60]);
    use('silent');
    logger.fatal('x');
    expect(lines).toHaveLength(3);
  });
});
