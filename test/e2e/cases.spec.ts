import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type StartedCaseServer, startCaseServer } from '../support/cases/start-case-server.js';
import { CASE_GROUPS } from './case-groups.js';

/** The slow groups run only with `npm run test:cases`. */
const fast = Object.entries(CASE_GROUPS).filter(([, { slow }]) => slow === undefined);

/** Groups with the same environment variables share a server. */
const servers = Map.groupBy(fast, ([, { env }]) => JSON.stringify(env ?? {}));

describe.each([...servers])('a server with %s', (env, groups) => {
  let started: StartedCaseServer;
  beforeAll(async () => {
    started = await startCaseServer(JSON.parse(env) as Record<string, string>);
  });
  afterAll(() => started.stop());

  describe.each(groups)('%s', (_name, { cases }) => {
    it.each(cases.map(({ title, run }) => [title, run] as const))('%s', async (_title, run) => {
      await run(started.server);
    });
  });
});
