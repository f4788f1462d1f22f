import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type StartedCaseServer, startCaseServer } from '../support/cases/start-case-server.js';
import { CASE_GROUPS } from './case-topics.js';

/** Those that say why not run with `npm run test:cases` alone. */
const fast = Object.entries(CASE_GROUPS).filter(([, { slow }]) => slow === undefined);

/** Topics that need the same settings share a server. */
const servers = Map.groupBy(fast, ([, { env }]) => JSON.stringify(env ?? {}));

describe.each([...servers])('a server with %s', (settings, topics) => {
  let started: StartedCaseServer;
  beforeAll(async () => {
    started = await startCaseServer(JSON.parse(settings) as Record<string, string>);
  });
  afterAll(() => started.stop());

  describe.each(topics)('%s', (_name, { cases }) => {
    it.each(cases.map(({ title, run }) => [title, run] as const))('%s', async (_title, run) => {
      await run(started.server);
    });
  });
});
