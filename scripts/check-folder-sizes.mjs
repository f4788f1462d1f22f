// Fails if a folder has too many files, so that it is split while it is still easy to see what belongs together.
import { globSync } from 'node:fs';
import { dirname } from 'node:path';

const MAX_FILES = 20;

const files = globSync('{server,client,wire,test/support}/**/*.*', { exclude: ['**/*.spec.ts'] });
const tooLarge = Object.entries(Object.groupBy(files, dirname)).filter(([, { length }]) => length > MAX_FILES);
for (const [folder, { length }] of tooLarge) {
  console.error(
    `${folder} has ${length} files without specs. At most ${MAX_FILES} are allowed: move some to sub-folders.`,
  );
}
process.exitCode = tooLarge.length > 0 ? 1 : 0;
