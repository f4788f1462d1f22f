import type { CaseServer } from './case-server.js';

/** Sends data as a real sender does, and checks the result. A case can run repeatedly, on any server. */
export interface TestCase {
  /** The title in reports. */
  readonly title: string;
  /** Rejects if the result is not the expected one. */
  readonly run: (server: CaseServer) => Promise<void>;
}

/** A group of cases. */
export interface CaseGroup {
  readonly cases: readonly TestCase[];
  /** Additional environment variables for the server. */
  readonly env?: Readonly<Record<string, string>>;
  /** Why the cases are too slow for every test run. Only `npm run test:cases` runs them. */
  readonly slow?: string;
}
