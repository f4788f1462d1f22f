// `npm run backup` and the like: builds the server if its sources changed, and runs the command that the arguments begin with.
import './require-node.mjs';

const { build } = await import('./build-parts.mjs');
await build({ only: 'server' });
await import('../dist/server/main.js');
