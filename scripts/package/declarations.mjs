// The declaration files of the package's entry points.
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/**
 * Generates declaration files from TypeScript sources.
 * @param {string} root the folder of the repository
 * @param {string[]} entries sources of entry points, relative to the root
 * @returns {Map<string, string>} the declaration files of the entry points and of what they refer to, by path relative to the root
 */
export function generateDeclarations(root, entries) {
  const config = join(root, 'tsconfig.server.json');
  const { config: content } = ts.readConfigFile(config, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(content, ts.sys, root, undefined, config);
  const program = ts.createProgram(
    entries.map((entry) => join(root, entry)),
    { ...options, composite: false, declaration: true, emitDeclarationOnly: true, sourceMap: false, outDir: root },
  );
  const emitted = new Map();
  const { diagnostics } = program.emit(undefined, (path, text) => emitted.set(relative(root, path), text));
  const errors = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (errors.length > 0) throw new Error(ts.formatDiagnostics(errors, formatHost(root)));
  return reachable(emitted, entries.map(declarationOf));
}

/** Packages that a file imports or refers to: `@nestjs/common` for `@nestjs/common/internal`. */
export function importedPackages(text) {
  return new Set(
    importsOf(text)
      .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)[0]),
  );
}

function reachable(files, entries) {
  const paths = new Set(entries);
  for (const path of paths) {
    for (const specifier of importsOf(files.get(path))) {
      if (specifier.startsWith('.')) paths.add(declarationOf(join(dirname(path), specifier)));
    }
  }
  return new Map([...paths].sort().map((path) => [path, files.get(path)]));
}

function importsOf(text) {
  const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text, true, true);
  return [...importedFiles, ...typeReferenceDirectives].map(({ fileName }) => fileName);
}

function declarationOf(path) {
  return path.replace(/\.[jt]s$/, '.d.ts');
}

function formatHost(root) {
  return { getCurrentDirectory: () => root, getCanonicalFileName: (name) => name, getNewLine: () => '\n' };
}
