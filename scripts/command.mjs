// `npm run backup` and the like: builds the server if its sources changed, and runs the command of that name.
import './require-node.mjs';

const [name] = process.argv.splice(2, 1);
const { build } = await import('./build-parts.mjs');
await build({ only: 'server' });
await import(`../dist/server/cli/${name}.js`);
