// `npm start`: builds what changed, and runs the server in the same process, so that it receives signals.
import './require-node.mjs';

const { build } = await import('./build-parts.mjs');
await build();
process.env.NODE_ENV ??= 'production';
await import('../dist/server/main.js');
