import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PACKAGE_ROOT } from '../config/package-root.js';
import type { Extension } from './extension.js';

const SERVER_URL = `${pathToFileURL(PACKAGE_ROOT).href}/`;

/** Returns the extensions that an error comes from: those in its stack, else all of them. */
export function failingExtensions(error: unknown, extensions: readonly Extension[]): readonly Extension[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const byFile = extensions.filter(({ url }) => stack.includes(`${url}:`));
  if (byFile.length > 0) return byFile;
  const byFolder = extensions.filter(({ url }) => {
    const folder = `${dirname(url)}/`;
    return !SERVER_URL.startsWith(folder) && stack.includes(folder);
  });
  return byFolder.length > 0 ? byFolder : extensions;
}
