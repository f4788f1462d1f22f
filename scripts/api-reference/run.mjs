// `npm run docs:api`: writes docs/extending/api from the docstrings of all that the package exports. With --check, it writes nothing,
// and fails if those pages are not current. It always fails if something exported has no docstring, or refers to something that is not
// exported.
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Application, Converter, ReflectionKind } from 'typedoc';

const target = join(import.meta.dirname, '../../docs/extending/api');
const generated = mkdtempSync(join(tmpdir(), 'boardcast-api-'));

try {
  if (!(await generate(generated))) process.exitCode = 1;
  else if (!process.argv.includes('--check')) replace(generated, target);
  else if (!isSame(generated, target)) {
    process.stderr.write('docs/extending/api is not current. Write it with: npm run docs:api\n');
    process.exitCode = 1;
  }
} finally {
  rmSync(generated, { recursive: true });
}

/** Returns whether there were no warnings, which TypeDoc logs. */
async function generate(folder) {
  const app = await Application.bootstrapWithPlugins({
    options: join(import.meta.dirname, 'typedoc.json'),
    out: folder,
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    // Nest and Angular call the other constructors.
    for (const each of project.getReflectionsByKind(ReflectionKind.Constructor)) {
      if (!each.signatures?.some(({ comment }) => comment)) project.removeReflection(each);
    }
  });
  const project = await app.convert();
  if (!project) return false;
  app.validate(project);
  await app.generateOutputs(project);
  return !app.logger.hasErrors() && !app.logger.hasWarnings();
}

function replace(from, to) {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}

function isSame(a, b) {
  const [pages, others] = [a, b].map((folder) =>
    existsSync(folder) ? globSync('**/*.md', { cwd: folder }).sort() : [],
  );
  return pages.join() === others.join() && pages.every((page) => read(a, page) === read(b, page));
}

function read(folder, page) {
  return readFileSync(join(folder, page), 'utf8');
}
