import type { CaseServer } from './case-server.js';

/** One thing that a sender does, and what must come of it. It runs against any server, again and again. */
export interface TestCase {
  /** Stands alone in a report. */
  readonly title: string;
  /** Rejects where the server does anything else than it should. */
  readonly run: (server: CaseServer) => Promise<void>;
}

/** Cases about one thing. */
export interface CaseGroup {
  readonly cases: readonly TestCase[];
  /** Settings that its cases need, on top of those of every topic. */
  readonly env?: Readonly<Record<string, string>>;
  /** Why its cases take too long for each run of the tests. `npm run test:cases` runs them. */
  readonly slow?: string;
}
