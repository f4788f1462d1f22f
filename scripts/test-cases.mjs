// `npm run test:cases [-- group …]`: sends what real senders send, and checks the results. Without arguments, it runs all groups. BASE_URL is
// the address of a running server; some groups also need its STATSD_PORT and BOARDS_DIR. Without BASE_URL, a server is started.
import './require-node.mjs';
import '../test/support/typescript-in-workers.mjs';

/** A case that takes longer hangs. */
const LIMIT_MS = 60_000;

const { CASE_GROUPS } = await import('../test/e2e/case-groups.ts');
const { CaseServer } = await import('../test/support/cases/case-server.ts');

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in CASE_GROUPS));
if (unknown.length > 0) {
  process.stderr.write(`Unknown groups: ${unknown.join(', ')}. Choose from: ${Object.keys(CASE_GROUPS).join(', ')}\n`);
  process.exit(2);
}

const running = new Map();
const counts = { passed: 0, failed: 0 };
try {
  for (const [name, { cases, env }] of Object.entries(CASE_GROUPS)) {
    if (named.length > 0 && !named.includes(name)) continue;
    const server = await serverWith(env);
    for (const { title, run } of cases) await attempt(`${name} | ${title}`, () => run(server));
  }
} finally {
  for (const { stop } of running.values()) await stop();
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** The server at BASE_URL, or one that is started with these settings. */
async function serverWith(env) {
  const { BASE_URL, STATSD_PORT, BOARDS_DIR } = process.env;
  if (BASE_URL) {
    const statsdPort = STATSD_PORT === undefined ? undefined : Number(STATSD_PORT);
    return new CaseServer({ base: BASE_URL, statsdPort, boardsDir: BOARDS_DIR });
  }
  const settings = JSON.stringify(env ?? {});
  if (running.size === 0) await (await import('./build-parts.mjs')).build();
  const { startCaseServer } = await import('../test/support/cases/start-case-server.ts');
  if (!running.has(settings)) running.set(settings, await startCaseServer(env));
  return running.get(settings).server;
}

async function attempt(what, run) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`It took over ${LIMIT_MS / 1_000} s.`)), LIMIT_MS);
  });
  try {
    await Promise.race([run(), late]);
    counts.passed += 1;
    process.stdout.write(`PASS | ${what}\n`);
  } catch (error) {
    counts.failed += 1;
    process.stdout.write(`FAIL | ${what} | ${error.message.trim().replaceAll(/\s*\n\s*/g, ' ')}\n`);
  } finally {
    clearTimeout(timer);
  }
}
