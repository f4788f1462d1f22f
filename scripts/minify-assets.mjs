// Minifies the scripts of client/assets. Angular only copies them.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from '@swc/core';

const ASSETS = join(import.meta.dirname, '../client/assets');

/** Minifies these scripts in the folder of the built client. Code for older browsers stays ECMAScript 5. */
export async function minifyAssets(folder) {
  for (const name of globSync('*.js', { cwd: ASSETS })) {
    const { code } = await minify(readFileSync(join(ASSETS, name), 'utf8'), { compress: { ecma: 5 }, mangle: true });
    writeFileSync(join(folder, name), code);
  }
}
