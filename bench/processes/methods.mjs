// Calls from one process to another, over the channel that Node gives a child.

/**
 * Answers the calls of the parent process with these methods, for as long as there is one.
 * @param {Record<string, (argument: any) => unknown>} methods
 */
export function answerCalls(methods) {
  process.on('message', async ({ id, method, argument }) => {
    // A process that preloads the probe has two that answer; each takes what it knows.
    if (!Object.hasOwn(methods, method)) return;
    try {
      reply({ id, result: await methods[method](argument) });
    } catch (error) {
      reply({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.channel.ref();
}

/** The parent may have gone; its children then end by themselves. */
function reply(message) {
  if (process.connected) process.send(message);
}
