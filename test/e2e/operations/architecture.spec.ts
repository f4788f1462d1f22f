import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../../..');

/** The diagram of folders is the first one of the page. */
const [, DIAGRAM = ''] = /```mermaid\n(.*?)```/s.exec(readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8')) ?? [];

/** Returns the arrows within a box of the diagram, as `from -> to`. */
function drawnArrows(box: string): string[] {
  const [, lines = ''] = new RegExp(`subgraph ${box}\\b[^\\n]*\\n(.*?)\\n  end`, 's').exec(DIAGRAM) ?? [];
  return lines.split('\n').flatMap((line) => {
    const [from = [], to = []] = line.split('-->').map((side) => side.split('&').map((name) => name.trim()));
    return from.flatMap((one) => to.map((other) => `${one} -> ${other}`));
  });
}

/** Returns the imports between the sub-folders of a folder, as `from -> to`. Specs do not count. */
function importsWithin(folder: string, subFolders: readonly string[]): string[] {
  const base = join(ROOT, folder);
  const found = subFolders.flatMap((from) =>
    readdirSync(join(base, from), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .flatMap((file) => {
        const path = join(base, from, file);
        const imports = readFileSync(path, 'utf8').matchAll(/ from '(\.[^']+)'/g);
        return Array.from(imports, ([, target = '']) => resolve(dirname(path), target));
      })
      .flatMap((target) => subFolders.filter((to) => to !== from && target.startsWith(`${join(base, to)}/`)))
      .map((to) => `${from} -> ${to}`),
  );
  return [...new Set(found)];
}

describe('the diagram in ARCHITECTURE.md', () => {
  it.each([
    ['features', 'server', ['transfer', 'metrics', 'statuses', 'events', 'tables', 'boards', 'ingest', 'collectors']],
    ['core', 'server/dashboard', ['contracts', 'queries', 'snapshots', 'notifications', 'gateway']],
  ])('has an arrow for every import between the folders of %s', (box, folder, subFolders) => {
    expect(drawnArrows(box).sort()).toEqual(importsWithin(folder, subFolders).sort());
  });
});
