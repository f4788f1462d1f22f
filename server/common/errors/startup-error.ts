/** An error that explains why the server cannot start and what to do. It is printed without a stack. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
