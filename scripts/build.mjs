// `npm run build`: the server and the client, from scratch.
import './require-node.mjs';
const { build } = await import('./build-parts.mjs');
await build({ force: true });
