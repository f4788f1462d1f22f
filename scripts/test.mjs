// Builds what changed, then runs Jest with ES modules. Jest gets the arguments: `npm test -- --selectProjects server`.
import './require-node.mjs';
import { spawnSync } from 'node:child_process';

const { build, tool } = await import('./build-parts.mjs');
await build();

const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--import=./test/support/typescript-in-workers.mjs',
    tool('jest', 'bin/jest.js'),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
