import { ComponentHarness, TestKey } from '@angular/cdk/testing';
import { PanelHarness } from '../../panels/testing/panel-harness';

const TIME_BUTTON = 'bc-range-menu > button';

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
    return (await this.locatorForOptional('bc-page-message h2')())?.text();
  }

  async text(): Promise<string> {
    return (await this.locatorFor('main')()).text();
  }

  async command(): Promise<string> {
    return (await this.locatorFor('bc-page-message code')()).text();
  }

  async pill(): Promise<string | undefined> {
    return (await this.locatorForOptional('bc-connection-badge .pill')())?.text();
  }

  async pressPill(): Promise<void> {
    await (await this.locatorFor('bc-connection-badge .pill')()).click();
  }

  async details(): Promise<string | undefined> {
    return (await this.everywhere.locatorForOptional('[role=dialog]')())?.text();
  }

  async pressEscape(): Promise<void> {
    await (await this.everywhere.locatorFor('[role=dialog]')()).sendKeys(TestKey.ESCAPE);
  }

  panels(): Promise<PanelHarness[]> {
    return this.locatorForAll(PanelHarness)();
  }

  panel(title: string): Promise<PanelHarness> {
    return this.locatorFor(PanelHarness.titled(title))();
  }

  /** What the button of the time range says where there is room for it. */
  async rangeShown(): Promise<string> {
    return (await this.locatorFor(TIME_BUTTON)()).text({ exclude: '.short' });
  }

  async chooseRange(label: string): Promise<void> {
    await (await this.locatorFor(TIME_BUTTON)()).click();
    for (const item of await this.everywhere.locatorForAll('[role=menuitemradio]')()) {
      if ((await item.text()) === label) await item.click();
    }
  }

  /** The acts that the menu of time offers beside its ranges. */
  async chooseInTime(label: string): Promise<void> {
    await (await this.locatorFor(TIME_BUTTON)()).click();
    for (const item of await this.everywhere.locatorForAll('[role=menuitem]')()) {
      if ((await item.text()) === label) await item.click();
    }
  }

  /** Fills in the form of a fixed time and sends it; answers what it complains about. */
  async askForWindow(from: string, to: string): Promise<string[]> {
    const fields = await this.everywhere.locatorForAll('bc-window-form input')();
    await fields[0]?.setInputValue(from);
    await fields[1]?.setInputValue(to);
    await (await this.everywhere.locatorFor('bc-window-form .primary')()).click();
    const problems = await this.everywhere.locatorForAll('bc-window-form [role=alert]')();
    return Promise.all(problems.map((problem) => problem.text()));
  }

  /** The ways on from a fixed time: by their names, and whether they can be taken. */
  async timeSteps(): Promise<Record<string, boolean>> {
    const steps = await this.locatorForAll('bc-window-steps button')();
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
    for (const step of await this.locatorForAll('bc-window-steps button')()) {
      if (((await step.getAttribute('aria-label')) ?? (await step.text())) === name) await step.click();
    }
  }

  /** Where each link of the page's content leads, by its words. */
  async links(): Promise<Record<string, string | null>> {
    const links = await this.locatorForAll('main a')();
    const entries = links.map(async (link) => [await link.text(), await link.getAttribute('href')] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  async isLoading(): Promise<boolean> {
    return (await this.locatorForOptional('bc-board-skeleton, .card.outline')()) !== null;
  }

  async press(button: string): Promise<void> {
    for (const each of await this.locatorForAll('main button')()) {
      if ((await each.text()) === button) await each.click();
    }
  }
}
