import { ComponentHarness } from '@angular/cdk/testing';
import { PanelHarness } from '../../panels/testing/panel-harness';

/** A whole page as its viewer knows it. */
export class PageHarness extends ComponentHarness {
  static readonly hostSelector = 'bc-root';

  /** Menus and the pill's details open beside the page, not in it. */
  private readonly everywhere = this.documentRootLocatorFactory();

  async heading(): Promise<string> {
    return (await this.locatorFor('h1')()).text();
  }

  /** What the page says in place of a board or a list. */
  async message(): Promise<string | undefined> {
    return (await this.locatorForOptional('bc-message h2')())?.text();
  }

  async text(): Promise<string> {
    return (await this.locatorFor('main')()).text();
  }

  async command(): Promise<string> {
    return (await this.locatorFor('bc-message code')()).text();
  }

  async pill(): Promise<string | undefined> {
    return (await this.locatorForOptional('bc-status-pill .pill')())?.text();
  }

  async pressPill(): Promise<void> {
    await (await this.locatorFor('bc-status-pill .pill')()).click();
  }

  async details(): Promise<string | undefined> {
    return (await this.everywhere.locatorForOptional('[role=dialog]')())?.text();
  }

  async pressEscape(): Promise<void> {
    await (await this.everywhere.locatorFor('[role=dialog]')()).dispatchEvent('keydown', { key: 'Escape' });
  }

  panels(): Promise<PanelHarness[]> {
    return this.locatorForAll(PanelHarness)();
  }

  panel(title: string): Promise<PanelHarness> {
    return this.locatorFor(PanelHarness.titled(title))();
  }

  async rangeShown(): Promise<string | null> {
    return (await this.locatorFor('bc-range-menu button')()).getAttribute('aria-label');
  }

  async chooseRange(label: string): Promise<void> {
    await (await this.locatorFor('bc-range-menu button')()).click();
    for (const item of await this.everywhere.locatorForAll('[role=menuitemradio]')()) {
      if ((await item.text()) === label) await item.click();
    }
  }

  /** Where each link of the page's content leads, by its words. */
  async links(): Promise<Record<string, string | null>> {
    const links = await this.locatorForAll('main a')();
    const entries = links.map(async (link) => [await link.text(), await link.getAttribute('href')] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  async isLoading(): Promise<boolean> {
    return (await this.locatorForOptional('bc-board-outline, .card.outline')()) !== null;
  }

  async press(button: string): Promise<void> {
    for (const each of await this.locatorForAll('main button')()) {
      if ((await each.text()) === button) await each.click();
    }
  }
}
