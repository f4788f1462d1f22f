// `npm run build`: the server and the client, from scratch. `npm run build:libraries`: the libraries of the package.
import './require-node.mjs';
const { build } = await import('./build-parts.mjs');
await build({ force: true, only: process.argv[2] });
