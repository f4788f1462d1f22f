import { execFileSync } from 'node:child_process';

/** Open files of a process besides its client connections: libraries, pipes, the database, connections of writers. */
const OTHER_FILES = 200;

/**
 * Returns why this shell does not allow so many clients, and what to do about it; undefined if it does. The clients and the
 * server are separate processes, and each has one open file per client.
 *
 * @param {number} clients
 */
export function tooFewOpenFiles(clients, allowed = allowedOpenFiles()) {
  const needed = clients + OTHER_FILES;
  if (allowed >= needed) return undefined;
  return (
    `${clients.toLocaleString('en-US')} clients need ${needed} open files per process, but only ${allowed} are allowed: ` +
    `run "ulimit -n ${needed}" in this shell first (as root, or with a higher "nofile" in /etc/security/limits.conf)`
  );
}

/** Node raises its soft limit to the hard limit at startup, and the shell inherits it. */
function allowedOpenFiles() {
  const text = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  return text === 'unlimited' ? Infinity : Number(text);
}
