import { expect } from '@jest/globals';
import type { BrowserContext, Locator, Page } from 'playwright-core';

const PILL = /^(Live|Connecting|Reconnecting|Polling|Offline)/;

/** What a browser itself says of a server that says no or nothing; a page cannot keep it from that. */
const NO_ANSWER = /^Failed to load resource|net::ERR_|^WebSocket connection to/;

/** Marks an element, so that it can be told from another one that looks the same. */
type Marked = Element & { mark?: string };

/** A tab with Boardcast in it, driven with a viewer's verbs. */
export class Screen {
  /** Everything that must never happen in a page, in words. */
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
      if (origin !== address && protocol !== 'data:') this.problems.push(`asked elsewhere: ${request.url()}`);
    });
  }

  /** @param address where the server is, as a user types it */
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

  /** The state of the connection, in the header. */
  get connectionBadge(): Locator {
    return this.page.getByRole('button', { name: PILL });
  }

  async waitForConnection(state: RegExp): Promise<void> {
    await this.page.getByRole('button', { name: state }).waitFor();
  }

  /** The panel of this title: a labelled region. */
  panel(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }

  /** The figure of a number panel. */
  value(title: string): Locator {
    return this.panel(title).locator('.value');
  }

  /** Waits until a number panel shows just this. */
  async waitForValue(title: string, value: number): Promise<void> {
    await this.value(title)
      .filter({ hasText: new RegExp(`^\\s*${value}\\s*$`) })
      .waitFor();
  }

  /** How old a panel says that it is. */
  age(title: string): Locator {
    return this.panel(title).getByText(/\bold$/);
  }

  /** The revision that the page holds, as the pill's details tell it. */
  async revision(): Promise<number> {
    await this.connectionBadge.click();
    const dialog = this.page.getByRole('dialog', { name: 'Connection' });
    const text = await dialog.getByText(/\d+ of epoch/).textContent();
    await this.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    return Number(/^\d+/.exec(text ?? '')?.[0]);
  }

  /** Remembers every element of these, itself included, until `keepsMarks` looks for them. */
  async mark(locator: Locator): Promise<void> {
    await locator.evaluate((root) => {
      [root, ...root.querySelectorAll('*')].forEach((element, index) => ((element as Marked).mark = `node ${index}`));
    });
  }

  /** Whether these are still the elements that were marked, none made anew and none gone. */
  async areMarked(locator: Locator): Promise<boolean> {
    return locator.evaluate((root) =>
      [root, ...root.querySelectorAll('*')].every((element, index) => (element as Marked).mark === `node ${index}`),
    );
  }

  /** Hides the tab, or brings it to the front again: a headless Chromium has only ever visible ones. */
  async setVisibility(visibility: 'hidden' | 'visible'): Promise<void> {
    await this.page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, visibility);
  }

  /** No error or warning on the console, no violation of the policy, no request to anywhere else, so far. `whileAnswered: false`: the server was gone, or said no. */
  expectNoErrors({ whileAnswered = true } = {}): void {
    expect(this.problems.filter((text) => whileAnswered || !NO_ANSWER.test(text))).toEqual([]);
  }
}
