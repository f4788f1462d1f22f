// Builds the server and the client, each only when its sources or the installed packages changed since its last build.
import './require-node.mjs';
const { build } = await import('./build-parts.mjs');
await build({ force: true });
