// Builds what changed, then runs Jest with ES modules. Jest gets the arguments: `npm test -- --selectProjects server`. The tests of the
// package and of other Nest applications run only if they are selected, as `npm run test:full` does.
import './require-node.mjs';
import { spawnSync } from 'node:child_process';

const { build, tool } = await import('./build-parts.mjs');
await build();

const args = process.argv.slice(2);
const selects = args.some((arg) => arg.startsWith('--selectProjects'));

const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--import=./test/support/typescript-in-workers.mjs',
    tool('jest', 'bin/jest.js'),
    ...args,
    ...(selects ? [] : ['--ignoreProjects', 'package', 'express', 'fastify']),
  ],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
