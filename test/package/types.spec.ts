import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INSTALLED } from '../support/package/installed-package.js';
import { runCommand } from '../support/package/run-command.js';

const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** Every option that makes TypeScript stricter. */
const STRICT = {
  strict: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  erasableSyntaxOnly: true,
  exactOptionalPropertyTypes: true,
  forceConsistentCasingInFileNames: true,
  isolatedModules: true,
  noFallthroughCasesInSwitch: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  skipLibCheck: false,
  verbatimModuleSyntax: true,
};

/** How servers and pages are compiled, by their module resolution. */
const APPLICATIONS = {
  nodenext: { options: { module: 'nodenext', lib: ['ES2024'] }, files: ['weather.ts', 'stream.ts'] },
  bundler: {
    options: { module: 'preserve', moduleResolution: 'bundler', lib: ['ES2024', 'DOM', 'DOM.Iterable'] },
    files: ['weather.ts', 'stream.ts', 'page.ts'],
  },
};

describe('an application with all strictness flags of TypeScript', () => {
  const folder = join(INSTALLED, 'consumer');
  beforeAll(() => {
    cpSync(join(import.meta.dirname, 'consumer'), folder, { recursive: true });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(Object.entries(APPLICATIONS))('compiles with module resolution %s', async (name, { options, files }) => {
    const config = join(folder, `tsconfig.${name}.json`);
    const compilerOptions = {
      ...STRICT,
      ...options,
      target: 'ES2023',
      types: ['node'],
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      noEmit: true,
    };
    writeFileSync(config, JSON.stringify({ compilerOptions, files }));
    const { stdout } = await runCommand(folder, process.execPath, [TSC, '--pretty', 'false', '-p', config]);
    // Other packages may have errors of their own.
    const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
    expect(errors.filter((line) => !/node_modules\/(?!boardcast\/)/.test(line))).toEqual([]);
  });
});
