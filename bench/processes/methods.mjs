// Handles method calls from the parent process, over the IPC channel.

/**
 * Handles the calls of the parent process with `methods`.
 *
 * @param {Record<string, (argument: any) => unknown>} methods
 */
export function answerCalls(methods) {
  process.on('message', async ({ id, method, argument }) => {
    // A process with the probe has two handlers, each with its own methods.
    if (!Object.hasOwn(methods, method)) return;
    try {
      reply({ id, result: await methods[method](argument) });
    } catch (error) {
      reply({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.channel.ref();
}

/** If the parent has exited, there is no channel, and the children exit by themselves. */
function reply(message) {
  if (process.connected) process.send(message);
}
