import { isIPv6 } from 'node:net';
import { StartupError } from './common/errors/startup-error.js';
import type { Settings } from './config/settings.js';

/** Hosts that a browser on this machine reaches as `localhost`. */
const LOCAL_HOSTS = new Set(['0.0.0.0', '::', '127.0.0.1']);

/** Returns the URL at which a browser on this machine reaches the server. */
export function browserUrl(host: string, port: number): string {
  const name = LOCAL_HOSTS.has(host) ? 'localhost' : isIPv6(host) ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Turns an error of `listen` into one that says what to do. */
export function explainListenError(error: unknown, { host, port }: Pick<Settings, 'host' | 'port'>): Error {
  const { code } = error as NodeJS.ErrnoException;
  const messages: Partial<Record<string, string>> = {
    EADDRINUSE: `Port ${port} of ${host} is used by another program. Stop it, or set PORT (0 means any free port).`,
    EACCES: `This user may not listen on port ${port}. Set PORT to 1024 or higher.`,
    EADDRNOTAVAIL: `This machine does not have the address ${host}. Set HOST to one that it has.`,
    ENOTFOUND: `The host name ${host} cannot be resolved. Set HOST to an address of this machine.`,
    EAFNOSUPPORT: `This machine does not support the address family of ${host}. Set HOST to another address.`,
  };
  const message = code === undefined ? undefined : messages[code];
  return message === undefined ? (error as Error) : new StartupError(message, { cause: error });
}
