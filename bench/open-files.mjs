import { execFileSync } from 'node:child_process';

/** What a process holds open besides its viewers: libraries, pipes, the database, the connections of writers. */
const BESIDES = 200;

/**
 * Why this shell does not allow so many viewers, with what to do about it; undefined if it does. Viewers and server are
 * processes of their own, and each holds one open file a viewer.
 * @param {number} viewers
 */
export function tooFewOpenFiles(viewers, allowed = allowedOpenFiles()) {
  const needed = viewers + BESIDES;
  if (allowed >= needed) return undefined;
  return (
    `${viewers.toLocaleString('en-US')} viewers need ${needed} open files a process, and ${allowed} are allowed: ` +
    `run "ulimit -n ${needed}" in this shell first (as root, or with a higher "nofile" in /etc/security/limits.conf)`
  );
}

/** Node raises its soft limit to the hard one as it starts, and this child inherits what came of that. */
function allowedOpenFiles() {
  const text = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  return text === 'unlimited' ? Infinity : Number(text);
}
