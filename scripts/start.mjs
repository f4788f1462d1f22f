// `npm start`: build what is stale, then become the server (same process, so that signals reach it).
import { build } from './build.mjs';

await build();
process.env.NODE_ENV ??= 'production';
await import('../dist/server/main.js');
