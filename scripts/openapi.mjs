// `npm run openapi`: writes docs/openapi.json, so that changes of the API are part of a commit's diff.
import './require-node.mjs';
import '../test/support/typescript-in-workers.mjs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { build } from './build-parts.mjs';

const FILE = join(import.meta.dirname, '../docs/openapi.json');

await build({ only: 'server' });
const { ServerProcess } = await import('../test/support/server/server-process.ts');

const server = await ServerProcess.start();
try {
  const document = await (await fetch(`${server.base}/api/openapi.json`)).json();
  writeFileSync(
    FILE,
    await format(JSON.stringify(sorted(document)), { ...(await resolveConfig(FILE)), parser: 'json' }),
  );
} finally {
  await server.dispose();
}

/** Paths and schemas by name. The server lists them in the order of its modules, which is not part of the API. */
function sorted({ paths, components, ...rest }) {
  const { schemas, ...others } = components;
  return { ...rest, paths: byName(paths), components: { ...others, schemas: byName(schemas) } };
}

function byName(entries) {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
}
