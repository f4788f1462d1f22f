import { isIPv6 } from 'node:net';
import { StartupError } from '../common/errors/startup-error.js';
import type { Settings } from '../config/settings.js';

/** What a browser on this machine reaches as localhost. */
const LOCALHOST = new Set(['0.0.0.0', '::', '127.0.0.1']);

/** What to type into a browser on this machine. */
export function browserUrl(host: string, port: number): string {
  const name = LOCALHOST.has(host) ? 'localhost' : isIPv6(host) ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Why the address cannot be listened on, with what to do about it. */
export function explainListenError(error: unknown, { host, port }: Pick<Settings, 'host' | 'port'>): Error {
  const { code } = error as NodeJS.ErrnoException;
  const words: Partial<Record<string, string>> = {
    EADDRINUSE: `Port ${port} of ${host} is taken by another program: stop it, or set PORT (0 takes any free one).`,
    EACCES: `This user may not listen on port ${port}: set PORT to 1024 or more.`,
    EADDRNOTAVAIL: `This machine has no address ${host}: set HOST to one of its own.`,
    ENOTFOUND: `The name ${host} is not known: set HOST to an address of this machine.`,
    EAFNOSUPPORT: `This machine does not speak the kind of address that ${host} is: set HOST to another.`,
  };
  const text = code === undefined ? undefined : words[code];
  return text === undefined ? (error as Error) : new StartupError(text, { cause: error });
}
