import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from './launch-browser.js';
import { TEST_TIMEOUT_MS } from '../server/use-server.js';

/** One browser for the file, and a new profile for each test. Read its members within tests only. */
export function useBrowser(options: BrowserContextOptions = {}): {
  readonly browser: Browser;
  readonly context: BrowserContext;
} {
  const held: { browser?: Browser; context?: BrowserContext } = {};
  beforeAll(async () => {
    held.browser = await launchBrowser();
  }, 2 * TEST_TIMEOUT_MS);
  beforeEach(async () => {
    // Without a locale of its own, that of this machine's environment would decide how numbers look.
    held.context = await held.browser?.newContext({ locale: 'en-US', timezoneId: 'UTC', ...options });
    held.context?.setDefaultTimeout(TEST_TIMEOUT_MS);
  });
  afterEach(async () => {
    // What a test's routes are still doing is nobody's business once its page goes.
    for (const page of held.context?.pages() ?? []) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await held.context?.close();
  });
  afterAll(async () => {
    await held.browser?.close();
  }, TEST_TIMEOUT_MS);
  return {
    get browser() {
      return held.browser as Browser;
    },
    get context() {
      return held.context as BrowserContext;
    },
  };
}
