import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from './launch-browser.js';
import { TEST_TIMEOUT_MS } from '../jest/test-timeout.js';

/** Runs one browser for a spec file, with a new profile for each test. The members can be read within tests only. */
export function useBrowser(options: BrowserContextOptions = {}): {
  readonly browser: Browser;
  readonly context: BrowserContext;
} {
  const state: { browser?: Browser; context?: BrowserContext } = {};
  beforeAll(async () => {
    state.browser = await launchBrowser();
  }, 2 * TEST_TIMEOUT_MS);
  beforeEach(async () => {
    // A fixed locale and time zone, because the format of numbers and times must not depend on the machine.
    state.context = await state.browser?.newContext({ locale: 'en-US', timezoneId: 'UTC', ...options });
    state.context?.setDefaultTimeout(TEST_TIMEOUT_MS);
  });
  afterEach(async () => {
    // Routes can still be running when the page closes: their errors do not matter.
    for (const page of state.context?.pages() ?? []) await page.unrouteAll({ behavior: 'ignoreErrors' });
    await state.context?.close();
  });
  afterAll(async () => {
    await state.browser?.close();
  }, TEST_TIMEOUT_MS);
  return {
    get browser() {
      return state.browser as Browser;
    },
    get context() {
      return state.context as BrowserContext;
    },
  };
}
