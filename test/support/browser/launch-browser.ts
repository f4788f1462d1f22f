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

const DEBIAN_CHROMIUM = '/usr/bin/chromium';

const HELP =
  'Chromium for the browser tests did not start. The Chromium from npm needs the system libraries libnss3 and libnspr4 ' +
  '(apt-get install libnss3). Or install Chromium, and set CHROMIUM_PATH to its executable.';

/** Starts a headless Chromium: the one at CHROMIUM_PATH, or else the one from npm or Debian. */
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
  const { CHROMIUM_PATH: configured } = process.env;
  if (configured) return [() => Promise.resolve(configured)];
  const packaged = (): Promise<string> => chromium.executablePath();
  return existsSync(DEBIAN_CHROMIUM) ? [packaged, () => Promise.resolve(DEBIAN_CHROMIUM)] : [packaged];
}
