// Builds the libraries of the package: `boardcast/client` and `boardcast/angular`. `npm run build:libraries` runs it.
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ngPackagr } from 'ng-packagr';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { ANGULAR_LIBRARY, CLIENT_LIBRARY } from './library-folders.mjs';

const root = dirname(import.meta.dirname);
const TSCONFIG = join(root, 'tsconfig.client.json');

await buildClientLibrary();
await buildAngularLibrary();

/** One module and its declarations. */
async function buildClientLibrary() {
  await bundle({
    input: { index: join(root, 'client/libraries/client/index.ts') },
    plugins: [dts({ tsconfig: TSCONFIG, compilerOptions: { composite: false } })],
    output: join(root, CLIENT_LIBRARY),
  });
}

/** In Angular's package format: modules in `fesm2022/`, and the declarations in `types/`. */
async function buildAngularLibrary() {
  const sources = join(root, `${ANGULAR_LIBRARY}-sources`);
  const target = join(root, ANGULAR_LIBRARY);
  for (const folder of [sources, target]) rmSync(folder, { recursive: true, force: true });
  await packAngularLibrary(sources);

  const fallback = await localizeFallback();
  mkdirSync(join(target, 'fesm2022'), { recursive: true });
  for (const file of globSync('fesm2022/*.mjs', { cwd: join(sources, 'library') })) {
    const code = readFileSync(join(sources, 'library', file), 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
    writeFileSync(join(target, file), `${fallback}\n${code}`);
  }
  // ng-packagr also keeps declarations that are not public.
  await bundle({
    input: { 'boardcast-angular': join(sources, 'library/types/boardcast-angular.d.ts') },
    plugins: [dts({ dtsInput: true })],
    output: join(target, 'types'),
  });
  rmSync(sources, { recursive: true });
}

/**
 * Runs ng-packagr on a copy of the sources, because it treats all files in the folder of a package.json as one package.
 * @param {string} folder the folder of the copy; the result is in its folder `library`
 */
async function packAngularLibrary(folder) {
  for (const source of ['client', 'wire']) {
    cpSync(join(root, source), join(folder, source), { recursive: true, filter: (path) => !path.includes('.spec.') });
  }
  writeFileSync(join(folder, 'index.ts'), "export * from './client/libraries/angular/index';\n");
  writeJson(join(folder, 'package.json'), { name: 'boardcast-angular', version: '0.0.0' });
  writeJson(join(folder, 'ng-package.json'), {
    dest: 'library',
    lib: { entryFile: 'index.ts', styleIncludePaths: [join(root, 'node_modules')] },
  });
  writeJson(join(folder, 'tsconfig.json'), {
    extends: TSCONFIG,
    compilerOptions: { composite: false },
    angularCompilerOptions: { compilationMode: 'partial' },
  });
  await ngPackagr().forProject(join(folder, 'ng-package.json')).withTsConfig(join(folder, 'tsconfig.json')).build();
}

/** The code that defines `$localize` where it is missing. Each file needs it, because any of them may be evaluated first. */
async function localizeFallback() {
  const build = await rolldown({ input: join(root, 'client/libraries/angular/localize-fallback.ts'), cwd: root });
  const { output } = await build.generate({ format: 'iife', minify: true });
  await build.close();
  return output[0].code.trim();
}

async function bundle({ input, plugins, output }) {
  const build = await rolldown({
    input,
    plugins,
    cwd: root,
    external: (id) => /^[^./]/.test(id),
    treeshake: { moduleSideEffects: 'no-external' },
    checks: { pluginTimings: false },
    tsconfig: TSCONFIG,
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  await build.write({ dir: output, cleanDir: true });
  await build.close();
}

function writeJson(path, content) {
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}
