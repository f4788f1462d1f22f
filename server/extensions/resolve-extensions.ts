import { createRequire, registerHooks } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Packages whose classes are injection tokens or have metadata. A second copy would have different classes, so extensions get the server's. */
const SHARED =
  /^(boardcast|rxjs|reflect-metadata|@nestjs\/(common|core|websockets|swagger|cache-manager|platform-fastify|platform-ws))(\/|$)/;

/** Packages that extensions get from the server if they have none themselves. */
const PROVIDED = /^zod(\/|$)/;

/** Marks the name of a package that is looked for from the working directory. */
const FROM_WORKING_DIRECTORY = 'boardcast-extension:';

/**
 * Lets extensions import `boardcast`, Nest and RxJS wherever they are, and always the copies of this server.
 * @param folder the working directory
 */
export function shareServerPackages(folder: string): void {
  const workingDirectory = pathToFileURL(join(folder, '/')).href;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const fromServer = { ...context, parentURL: import.meta.url };
      if (specifier.startsWith(FROM_WORKING_DIRECTORY)) {
        const name = specifier.slice(FROM_WORKING_DIRECTORY.length);
        return firstOf(
          () => nextResolve(name, { ...context, parentURL: workingDirectory }),
          () => nextResolve(name, fromServer),
        );
      }
      const own = (): ReturnType<typeof nextResolve> => nextResolve(specifier, context);
      if (SHARED.test(specifier)) return firstOf(() => nextResolve(specifier, fromServer), own);
      return PROVIDED.test(specifier) ? firstOf(own, () => nextResolve(specifier, fromServer)) : own();
    },
  });
}

/**
 * Returns what to import for an extension: the URL of its file, or for a package a name that `shareServerPackages` resolves.
 * @throws if there is no such file
 */
export function importSpecifier(name: string, folder: string): string {
  const isPath = /^\.{1,2}(\/|\\|$)/.test(name) || isAbsolute(name);
  return isPath
    ? pathToFileURL(createRequire(join(folder, '/')).resolve(name)).href
    : `${FROM_WORKING_DIRECTORY}${name}`;
}

/** Returns the first result; if both fail, throws the first error. */
function firstOf<T>(first: () => T, second: () => T): T {
  try {
    return first();
  } catch (error) {
    try {
      return second();
    } catch {
      throw error;
    }
  }
}
