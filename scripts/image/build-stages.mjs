// Builds the stages of a Dockerfile in folders, without Docker: each folder is the root of the files that a stage adds to its base image.
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * @param {object} options
 * @param {import('./read-dockerfile.mjs').Stage[]} options.stages
 * @param {string} options.context the folder of the Dockerfile and its `.dockerignore`
 * @param {string} options.target an empty folder, below which each stage gets a folder with its name; the last one is `image`
 * @param {ReadonlySet<string>} options.ready names of stages whose folders exist, so that they are not built
 */
export function buildStages({ stages, context, target, ready }) {
  const folders = folderPattern(stages);
  for (const { name = 'image', steps } of stages) {
    if (ready.has(name)) continue;
    const root = join(target, name);
    let workingFolder = root;
    for (const { keyword, args, flags, text } of steps) {
      if (keyword === 'WORKDIR') {
        workingFolder = join(root, args[0]);
        mkdirSync(workingFolder, { recursive: true });
      } else if (keyword === 'COPY') {
        const paths =
          flags.from === undefined ? filesOfContext(context, args) : filesOf(join(target, flags.from), args);
        copy(paths, args.at(-1).startsWith('/') ? join(root, args.at(-1)) : join(workingFolder, args.at(-1)));
      } else if (keyword === 'RUN') {
        process.stderr.write(`${name}: ${text}\n`);
        const command = text.replaceAll(folders, (path) => join(root, path));
        execFileSync('sh', ['-c', command], { cwd: workingFolder, stdio: ['ignore', 2, 2] });
      }
    }
  }
}

/** @returns {RegExp} matches the names of the folders that the stages create, where they begin a path */
export function folderPattern(stages) {
  const paths = stages.flatMap(({ steps }) =>
    steps.filter(({ keyword }) => ['WORKDIR', 'COPY', 'VOLUME'].includes(keyword)).map(({ args }) => args.at(-1)),
  );
  const names = new Set(paths.filter((path) => path.startsWith('/')).map((path) => path.split('/')[1]));
  return new RegExp(`(?<![\\w./-])/(?:${[...names].join('|')})(?![\\w.-])`, 'g');
}

/** The sources of a `COPY --from`: whole folders, or files that match a pattern. */
function filesOf(root, args) {
  return args.slice(0, -1).flatMap((pattern) => {
    const found = globSync(join(root, pattern));
    if (found.length === 0) throw new Error(`COPY: ${pattern} does not exist.`);
    return found.map((path) => ({ path, isWhole: !pattern.includes('*') }));
  });
}

/** The sources of a `COPY` without those that `.dockerignore` leaves out. It must begin with `*`, and name what is not ignored. */
function filesOfContext(context, args) {
  const [first, ...rest] = readFileSync(join(context, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (first !== '*' || !rest.every((line) => /^![^/]+$/.test(line))) {
    throw new Error('.dockerignore must be * and lines like !folder. The replay does not read other patterns.');
  }
  const included = globSync(
    rest.map((line) => line.slice(1)),
    { cwd: context },
  );
  return args.slice(0, -1).flatMap((source) => {
    if (source === '.') return included.map((path) => ({ path: join(context, path), isWhole: false }));
    if (!included.includes(source.split('/')[0])) throw new Error(`COPY: .dockerignore leaves out ${source}.`);
    return [{ path: join(context, source), isWhole: false }];
  });
}

function copy(sources, destination) {
  for (const { path, isWhole } of sources) {
    const target = isWhole ? destination : join(destination, basename(path));
    cpSync(path, target, { recursive: true, verbatimSymlinks: true });
  }
}
