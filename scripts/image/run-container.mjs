// Runs commands in the folder of an image as Docker runs them in a container: as the image's user, and without write access to anything but
// the volume.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, lchownSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Only root can change the user and mount file systems. Without it, files are protected by their modes alone. */
export const IS_ROOT = process.getuid() === 0;

/** Makes the root file system read-only, except the volume, for this command alone; then gives up root. */
const ISOLATE = `mount --bind "$1" "$1" && mount -o remount,bind,ro / && shift &&
  exec setpriv --reuid="$0" --regid="$0" --clear-groups --no-new-privs -- "$@"`;

export class Container {
  /**
   * @param {object} options
   * @param {string} options.root the folder of the image. Its files become read-only.
   * @param {number} options.uid the user and group
   * @param {string} options.volume the path of the volume in the image
   * @param {string} options.workingFolder the path in the image
   * @param {Record<string, string>} options.variables
   */
  constructor({ root, uid, volume, workingFolder, variables }) {
    this.uid = uid;
    this.volume = join(root, volume);
    this.workingFolder = join(root, workingFolder);
    this.variables = variables;
    installNode(root);
    protect(root, this.volume, uid);
  }

  /** Runs a command until it exits. Returns its exit status and output. */
  run(command, variables = {}) {
    const [program, ...args] = this.#isolated(command);
    return spawnSync(program, args, { ...this.#options(variables), encoding: 'utf8' });
  }

  /** Starts a command. The process that is returned becomes the command, so that it gets signals. */
  start(command, variables = {}) {
    const [program, ...args] = this.#isolated(command);
    return spawn(program, args, { ...this.#options(variables), stdio: ['ignore', 'pipe', 'pipe'] });
  }

  #options(variables) {
    return { cwd: this.workingFolder, env: { ...this.variables, ...variables } };
  }

  #isolated(command) {
    const shell = ['/usr/bin/unshare', '--mount', '/bin/sh', '-c', ISOLATE, String(this.uid), this.volume];
    return IS_ROOT ? [...shell, ...command] : command;
  }
}

/** Puts Node where the base image has it. */
function installNode(root) {
  const folder = join(root, 'usr/local/bin');
  mkdirSync(folder, { recursive: true });
  copyFileSync(process.execPath, join(folder, 'node'));
}

/** Removes write access from all files, except the volume, which the user owns. */
function protect(root, volume, uid) {
  for (const path of pathsIn(root)) {
    if (IS_ROOT) lchownSync(path, 0, 0);
    const stat = lstatSync(path);
    if (!stat.isSymbolicLink()) chmodSync(path, stat.isDirectory() ? 0o555 : (stat.mode & 0o555) | 0o444);
  }
  chmodSync(volume, 0o755);
  if (IS_ROOT) chownSync(volume, uid, uid);
}

/** Deletes a folder with the folders of images, which their owner cannot write to. */
export function removeProtected(folder) {
  for (const path of pathsIn(folder)) if (lstatSync(path).isDirectory()) chmodSync(path, 0o755);
  rmSync(folder, { recursive: true });
}

function pathsIn(root) {
  return [root, ...readdirSync(root, { recursive: true }).map((each) => join(root, each))];
}
