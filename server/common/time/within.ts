/**
 * Resolves and rejects like the promise, or rejects if it takes too long. What the promise waits for goes on.
 * @param limitMs the time limit; the process keeps running until then
 * @param message the message of the error if the limit is exceeded
 */
export async function within<T>(promise: Promise<T>, limitMs: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(message));
    }, limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
