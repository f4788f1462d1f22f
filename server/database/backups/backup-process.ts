// The entry point of the process that makes a scheduled backup. Everything that it imports must run with erased types.
import { StartupError } from '../../common/errors/startup-error.js';
import { backUp } from '../sqlite/sqlite-backup.js';

// Ctrl+C in a terminal reaches this process, too. The server ends it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

const [dataDir = '', target = ''] = process.argv.slice(2);
try {
  backUp(dataDir, target);
} catch (error) {
  const reason = error instanceof StartupError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${reason ?? ''}\n`);
  process.exitCode = 1;
}
