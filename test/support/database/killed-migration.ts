import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./migrating-process.ts', import.meta.url));

/** Later than every statement. */
const NEVER = 1_000_000;

/** Migrates a database in another process. Returns how many statements that took, with those that read. */
export async function countStatements(target: string): Promise<number> {
  const { signal, stdout } = await migrate(target, NEVER);
  if (signal !== null) throw new Error(`The process was ended by ${signal}.`);
  return Number(stdout);
}

/** Migrates a database in another process, which is killed with SIGKILL before the statement with this number, from 0. */
export async function killMigration(target: string, statement: number): Promise<void> {
  const { signal } = await migrate(target, statement);
  if (signal !== 'SIGKILL') throw new Error(`The process was not killed before statement ${statement}.`);
}

/** Calls `work` with every `step`th number below `end`, two at a time. */
export async function forEachPoint(end: number, step: number, work: (point: number) => Promise<void>): Promise<void> {
  let next = 0;
  const takePoints = async (): Promise<void> => {
    for (let point = next; point < end; point = next) {
      next += step;
      await work(point);
    }
  };
  await Promise.all([takePoints(), takePoints()]);
}

async function migrate(target: string, killBefore: number): Promise<{ signal: NodeJS.Signals | null; stdout: string }> {
  const imports = process.execArgv.filter((flag) => flag.startsWith('--import'));
  const child = spawn(process.execPath, [...imports, CHILD, target, String(killBefore)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // So that only the first process compiles the modules.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'boardcast-compile-cache') },
  });
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { signal: child.signalCode, stdout };
}
