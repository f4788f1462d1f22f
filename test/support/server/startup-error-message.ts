import { StartupError } from '../../../server/common/errors/startup-error.js';

/** Returns the message of the `StartupError` that a function throws: what the user sees when the server or a command fails. */
export function startupErrorMessage(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof StartupError) return error.message;
    throw error;
  }
  throw new Error('Expected a StartupError, but nothing was thrown.');
}
