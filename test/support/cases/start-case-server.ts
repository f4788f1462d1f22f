import { rmSync } from 'node:fs';
import { ServerProcess } from '../server/server-process.js';
import { CaseServer } from './case-server.js';
import { makeTempDir } from '../make-temp-dir.js';

const STATSD_ADDRESS = /udp:\/\/127\.0\.0\.1:(\d+)/;

export interface StartedCaseServer {
  readonly server: CaseServer;
  readonly stop: () => Promise<void>;
}

/** Starts a server for cases: with StatsD, a BOARDS_DIR, and a retention that includes the dates in the cases. */
export async function startCaseServer(env: Readonly<Record<string, string>> = {}): Promise<StartedCaseServer> {
  const boardsDir = makeTempDir();
  const removeBoards = (): void => {
    rmSync(boardsDir, { recursive: true, force: true });
  };
  const settings = { RETENTION: '400d', STATSD_PORT: '0', BOARDS_DIR: boardsDir, LOG_LEVEL: 'info' };
  try {
    const started = await ServerProcess.start({ env: { ...settings, TZ: 'Europe/Berlin', ...env } });
    // The log line with the port can follow the line with the address.
    while (!STATSD_ADDRESS.test(started.stderr)) await new Promise(setImmediate);
    const statsdPort = Number(STATSD_ADDRESS.exec(started.stderr)?.[1]);
    return {
      server: new CaseServer({ base: started.base, statsdPort, boardsDir }),
      stop: async () => {
        await started.dispose();
        removeBoards();
      },
    };
  } catch (error) {
    removeBoards();
    throw error;
  }
}
