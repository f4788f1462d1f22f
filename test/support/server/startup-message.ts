import { StartupError } from '../../../server/common/errors/startup-error.js';

/** The words that something is refused in, to whoever starts the server or calls a command. */
export function startupErrorMessage(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof StartupError) return error.message;
    throw error;
  }
  throw new Error('was not refused');
}
