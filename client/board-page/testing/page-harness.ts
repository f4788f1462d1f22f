import { ComponentHarness, TestKey } from '@angular/cdk/testing';
import { PanelHarness } from '../../panels/testing/panel-harness';

const TIME_BUTTON = 'bc-range-menu > button';

/** A whole page, as the user sees it. */
export class PageHarness extends ComponentHarness {
  static readonly hostSelector = 'bc-root';

  /** Menus and popovers are overlays outside of the page's element. */
  private readonly documentRoot = this.documentRootLocatorFactory();

  async heading(): Promise<string> {
    return (await this.locatorFor('h1')()).text();
  }

  /** The heading of the message that is shown instead of a board or a list. */
  async message(): Promise<string | undefined> {
    return (await this.locatorForOptional('bc-page-message h2')())?.text();
  }

  async text(): Promise<string> {
    return (await this.locatorFor('main')()).text();
  }

  async command(): Promise<string> {
    return (await this.locatorFor('bc-page-message code')()).text();
  }

  async connectionBadge(): Promise<string | undefined> {
    return (await this.locatorForOptional('bc-connection-badge .badge')())?.text();
  }

  async openConnectionDetails(): Promise<void> {
    await (await this.locatorFor('bc-connection-badge .badge')()).click();
  }

  async connectionDetails(): Promise<string | undefined> {
    return (await this.documentRoot.locatorForOptional('[role=dialog]')())?.text();
  }

  async pressEscape(): Promise<void> {
    await (await this.documentRoot.locatorFor('[role=dialog]')()).sendKeys(TestKey.ESCAPE);
  }

  panels(): Promise<PanelHarness[]> {
    return this.locatorForAll(PanelHarness)();
  }

  panel(title: string): Promise<PanelHarness> {
    return this.locatorFor(PanelHarness.titled(title))();
  }

  /** The full label of the time range button. */
  async rangeShown(): Promise<string> {
    return (await this.locatorFor(TIME_BUTTON)()).text({ exclude: '.short' });
  }

  async chooseRange(label: string): Promise<void> {
    await (await this.locatorFor(TIME_BUTTON)()).click();
    for (const item of await this.documentRoot.locatorForAll('[role=menuitemradio]')()) {
      if ((await item.text()) === label) await item.click();
    }
  }

  /** Chooses an action in the time range menu. */
  async chooseInTime(label: string): Promise<void> {
    await (await this.locatorFor(TIME_BUTTON)()).click();
    for (const item of await this.documentRoot.locatorForAll('[role=menuitem]')()) {
      if ((await item.text()) === label) await item.click();
    }
  }

  /** Fills in and submits the form of a fixed time range. Returns its error messages. */
  async submitFixedRange(from: string, to: string): Promise<string[]> {
    const fields = await this.documentRoot.locatorForAll('bc-window-form input')();
    await fields[0]?.setInputValue(from);
    await fields[1]?.setInputValue(to);
    await (await this.documentRoot.locatorFor('bc-window-form .primary')()).click();
    const problems = await this.documentRoot.locatorForAll('bc-window-form [role=alert]')();
    return Promise.all(problems.map((problem) => problem.text()));
  }

  /** The buttons for moving a fixed time range, by label, and whether they are enabled. */
  async timeSteps(): Promise<Record<string, boolean>> {
    const steps = await this.locatorForAll('bc-window-buttons button')();
    const named = steps.map(
      async (step) =>
        [
          (await step.getAttribute('aria-label')) ?? (await step.text()),
          (await step.getAttribute('aria-disabled')) !== 'true',
        ] as const,
    );
    return Object.fromEntries(await Promise.all(named));
  }

  async takeTimeStep(name: string): Promise<void> {
    for (const step of await this.locatorForAll('bc-window-buttons button')()) {
      if (((await step.getAttribute('aria-label')) ?? (await step.text())) === name) await step.click();
    }
  }

  /** The target of each link in the page's content, by its text. */
  async links(): Promise<Record<string, string | null>> {
    const links = await this.locatorForAll('main a')();
    const entries = links.map(async (link) => [await link.text(), await link.getAttribute('href')] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  async isLoading(): Promise<boolean> {
    return (await this.locatorForOptional('bc-board-skeleton, .card.skeleton')()) !== null;
  }

  async press(button: string): Promise<void> {
    for (const each of await this.locatorForAll('main button')()) {
      if ((await each.text()) === button) await each.click();
    }
  }
}
