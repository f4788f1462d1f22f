// `npm run check:names` counts forbidden words by folder. `npm run check:names -- tell server/dashboard` lists the places of a word, or
// those in a folder or file. It fails if there are any.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findInPath, findInText } from './find-words.mjs';
import { IGNORED_FILES } from './forbidden-words.mjs';

const root = join(import.meta.dirname, '../..');

const found = filesOf(root).flatMap((path) =>
  [...findInPath(path), ...findInText(path, readFileSync(join(root, path), 'utf8'))].map((each) => ({ ...each, path })),
);
const chosen = process.argv.slice(2);
if (chosen.length > 0) list(found.filter(({ path, word }) => chosen.some((each) => word === each || isIn(path, each))));
else if (found.length > 0) summarize(found);
if (found.length > 0) process.exitCode = 1;

/** All files that git has or would add. */
function filesOf(folder) {
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return stdout.split('\0').filter((path) => path !== '' && !IGNORED_FILES.some(({ files }) => files.test(path)));
}

function isIn(path, folder) {
  return path === folder || path.startsWith(folder.replace(/\/?$/, '/'));
}

function list(findings) {
  for (const { path, line, word, use } of findings) {
    process.stdout.write(`${line === 0 ? path : `${path}:${line}`} ${word} -> ${use}\n`);
  }
}

function summarize(findings) {
  const byWord = Map.groupBy(findings, ({ word }) => word);
  for (const [word, each] of [...byWord].sort(([, a], [, b]) => b.length - a.length)) {
    const folders = Map.groupBy(each, ({ path }) => path.split('/').slice(0, -1).slice(0, 2).join('/') || '.');
    const counts = Array.from(folders, ([folder, { length }]) => [folder, length]).sort(([, a], [, b]) => b - a);
    const places = counts.map(([folder, count]) => `${folder} ${count}`).join(', ');
    process.stdout.write(`${String(each.length).padStart(5)} ${word} -> ${each[0].use}\n      ${places}\n`);
  }
  process.stdout.write(`${findings.length} forbidden words. For places: npm run check:names -- <word or folder> …\n`);
}
