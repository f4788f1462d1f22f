import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const DEBIAN = '/usr/bin/chromium';

const HELP =
  'No Chromium could be started for the browser tests. npm brings one, which needs the system libraries libnss3 and ' +
  'libnspr4 (apt-get install libnss3); or install a Chromium and name it in CHROMIUM_PATH.';

/** A headless Chromium: CHROMIUM_PATH, else npm's, else Debian's. */
export async function launchBrowser(): Promise<Browser> {
  const failures: string[] = [];
  for (const path of candidates()) {
    try {
      return await playwright.launch({ executablePath: await path(), headless: true, args: FLAGS, timeout: 60_000 });
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(`${HELP}\n${failures.join('\n')}`);
}

function candidates(): (() => Promise<string>)[] {
  const { CHROMIUM_PATH: chosen } = process.env;
  if (chosen) return [() => Promise.resolve(chosen)];
  const packaged = (): Promise<string> => chromium.executablePath();
  return existsSync(DEBIAN) ? [packaged, () => Promise.resolve(DEBIAN)] : [packaged];
}
