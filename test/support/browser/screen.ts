import { expect } from '@jest/globals';
import type { BrowserContext, Locator, Page } from 'playwright-core';

const CONNECTION_STATE = /^(Live|Connecting|Reconnecting|Polling|Offline)/;

/** What the browser itself logs if the server rejects a request or does not respond. A page cannot prevent it. */
const FAILED_REQUEST = /^Failed to load resource|net::ERR_|^WebSocket connection to/;

/** An element with a mark, which distinguishes it from an element that looks the same. */
type Marked = Element & { mark?: string };

/** A browser tab with Boardcast. */
export class Screen {
  /** Messages about everything that must not happen in a page. */
  private readonly problems: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly address: string,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.problems.push(message.text());
    });
    page.on('pageerror', (error) => this.problems.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== address && protocol !== 'data:') this.problems.push(`request to another server: ${request.url()}`);
    });
  }

  /** @param address the URL of the server, as a user types it */
  static async create(context: BrowserContext, address: string): Promise<Screen> {
    const page = await context.newPage();
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        throw new Error(`content security policy: ${violatedDirective} forbids ${blockedURI}`);
      });
    });
    return new Screen(page, address);
  }

  static async open(context: BrowserContext, address: string, path: string): Promise<Screen> {
    const screen = await Screen.create(context, address);
    await screen.goTo(path);
    return screen;
  }

  async goTo(path: string): Promise<void> {
    await this.page.goto(`${this.address}${path}`);
  }

  /** The badge in the header that shows the state of the connection. */
  get connectionBadge(): Locator {
    return this.page.getByRole('button', { name: CONNECTION_STATE });
  }

  /** Waits until the connection badge shows a state. */
  async waitForConnection(state: RegExp): Promise<void> {
    await this.page.getByRole('button', { name: state }).waitFor();
  }

  /** The panel with this title, which is a labeled region. */
  panel(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }

  /** The number of a number panel. */
  value(title: string): Locator {
    return this.panel(title).locator('.value');
  }

  /** Waits until a number panel shows exactly this number. */
  async waitForValue(title: string, value: number): Promise<void> {
    await this.value(title)
      .filter({ hasText: new RegExp(`^\\s*${value}\\s*$`) })
      .waitFor();
  }

  /** The age that a panel shows. */
  age(title: string): Locator {
    return this.panel(title).getByText(/\bold$/);
  }

  /** Returns the revision that the page has, according to the details of the connection badge. */
  async revision(): Promise<number> {
    await this.connectionBadge.click();
    const dialog = this.page.getByRole('dialog', { name: 'Connection' });
    const text = await dialog.getByText(/\d+ of epoch/).textContent();
    await this.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    return Number(/^\d+/.exec(text ?? '')?.[0]);
  }

  /** Marks an element and all elements in it for `areMarked`. */
  async mark(locator: Locator): Promise<void> {
    await locator.evaluate((root) => {
      [root, ...root.querySelectorAll('*')].forEach((element, index) => ((element as Marked).mark = `node ${index}`));
    });
  }

  /** Whether an element and all elements in it are still the marked ones: none was added, replaced or removed. */
  async areMarked(locator: Locator): Promise<boolean> {
    return locator.evaluate((root) =>
      [root, ...root.querySelectorAll('*')].every((element, index) => (element as Marked).mark === `node ${index}`),
    );
  }

  /** Simulates that the tab is hidden or shown: in a headless Chromium, all tabs are visible. */
  async setVisibility(visibility: 'hidden' | 'visible'): Promise<void> {
    await this.page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, visibility);
  }

  /**
   * Expects that there was no error or warning on the console, no violation of the content security policy, and no request
   * to another server so far.
   * @param allowFailedRequests whether requests may have failed, because the server was stopped or rejected them
   */
  expectNoErrors({ allowFailedRequests = false } = {}): void {
    expect(this.problems.filter((text) => !allowFailedRequests || !FAILED_REQUEST.test(text))).toEqual([]);
  }
}
