#!/usr/bin/env node
// `npx boardcast`: see `server/main.ts`.
import('../dist/server/require-node.js').then(
  () => import('../dist/server/main.js'),
  (error) => {
    process.stderr.write(`Boardcast cannot start. ${error.message}\n`);
    process.exitCode = 1;
  },
);
