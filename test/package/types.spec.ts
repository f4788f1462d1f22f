import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
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

/** How applications are compiled. */
const MODULES = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'preserve', moduleResolution: 'bundler' },
};

describe('an application with all strictness flags of TypeScript', () => {
  const folder = join(INSTALLED, 'consumer');
  beforeAll(() => {
    mkdirSync(folder);
    cpSync(join(import.meta.dirname, 'consumer/weather.ts'), join(folder, 'weather.ts'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(Object.entries(MODULES))('compiles with module resolution %s', async (name, module) => {
    const config = join(folder, `tsconfig.${name}.json`);
    const options = {
      ...STRICT,
      ...module,
      target: 'ES2023',
      lib: ['ES2024'],
      types: ['node'],
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      noEmit: true,
    };
    writeFileSync(config, JSON.stringify({ compilerOptions: options, files: ['weather.ts'] }));
    const { stdout } = await runCommand(folder, process.execPath, [TSC, '--pretty', 'false', '-p', config]);
    // Other packages may have errors of their own.
    const errors = stdout.split('\n').filter((line) => line.includes('error TS'));
    expect(errors.filter((line) => !/node_modules\/(?!boardcast\/)/.test(line))).toEqual([]);
  });
});
