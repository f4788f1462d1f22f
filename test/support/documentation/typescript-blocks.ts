import { join } from 'node:path';
import ts from 'typescript';
import { codeBlocks, pathOfBlock } from './code-blocks.js';

const ROOT = join(import.meta.dirname, '../../..');

/** As strict as an application can be, except for what examples leave out (`// …`) and what Nest's own style does not allow. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: ['node', '@angular/localize'],
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  // The package finds itself by its name, but its libraries are built.
  paths: {
    'boardcast/client': [join(ROOT, 'client/libraries/client/index.ts')],
    'boardcast/angular': [join(ROOT, 'client/libraries/angular/index.ts')],
  },
  noEmit: true,
};

/**
 * Compiles the TypeScript code blocks of pages in Markdown. The blocks of a page are one project.
 * @param pages their texts by path, relative to the repository
 * @returns the errors by path
 */
export function compileTypeScriptBlocks(pages: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, { page: string; code: string }>();
  for (const [page, text] of pages) {
    blocksOf(text).forEach((code, index) => {
      const name = pathOfBlock(code) ?? `block-${index + 1}.ts`;
      files.set(join(ROOT, folderOf(page), name), { page, code });
    });
  }
  const program = ts.createProgram([...files.keys()], OPTIONS, hostWith(files));
  const errors = new Map<string, string[]>();
  for (const [path, { page }] of files) {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(describe);
    errors.set(page, [...(errors.get(page) ?? []), ...found]);
  }
  return errors;
}

export function hasTypeScriptBlocks(text: string): boolean {
  return blocksOf(text).length > 0;
}

function blocksOf(text: string): string[] {
  return codeBlocks(text, 'ts', 'typescript');
}

/** Inside the repository, so that packages are found. */
function folderOf(page: string): string {
  return `${page}.blocks`;
}

/** A compiler host that has these files in addition to those on disk. */
function hostWith(files: ReadonlyMap<string, { code: string }>): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const onDisk = { ...host };
  host.getCurrentDirectory = () => ROOT;
  host.fileExists = (path) => files.has(path) || onDisk.fileExists(path);
  host.readFile = (path) => files.get(path)?.code ?? onDisk.readFile(path);
  host.directoryExists = (path) =>
    [...files.keys()].some((file) => file.startsWith(`${path}/`)) || onDisk.directoryExists?.(path) === true;
  host.getSourceFile = (path, options, ...rest) => {
    const file = files.get(path);
    return file ? ts.createSourceFile(path, file.code, options) : onDisk.getSourceFile(path, options, ...rest);
  };
  return host;
}

function describe({ file, start = 0, code, messageText }: ts.Diagnostic): string {
  const line = file
    ? `${file.fileName.slice(ROOT.length + 1)}:${file.getLineAndCharacterOfPosition(start).line + 1}`
    : '';
  return `${line} TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
}
