// `npm start`: build what is stale, then become the server (the same process, so that signals reach it).
import './require-node.mjs';

const { build } = await import('./build-parts.mjs');
await build();
process.env.NODE_ENV ??= 'production';
await import('../dist/server/main.js');
