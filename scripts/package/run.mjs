// `npm run package [-- <folder>]`: builds what changed, assembles the published package in dist/package, and packs it into the folder
// (by default `dist`). Prints the path of the tarball.
import '../require-node.mjs';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const { build } = await import('../build-parts.mjs');
const { assemblePackage } = await import('./assemble.mjs');

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'dist/package');
const [destination = join(root, 'dist')] = process.argv.slice(2);

await build();
await build({ only: 'libraries' });
assemblePackage(root, folder);
const packed = execFileSync('npm', ['pack', folder, '--pack-destination', destination, '--json'], { encoding: 'utf8' });
const [{ filename }] = JSON.parse(packed);
process.stdout.write(`${resolve(destination, filename)}\n`);
