import { ComponentHarness, TestKey } from '@angular/cdk/testing';

/** A panel's menu as its viewer knows it. */
export class PanelMenuHarness extends ComponentHarness {
  static readonly hostSelector = 'bc-panel-menu';

  /** What opens stands beside the page, not in it. */
  private readonly everywhere = this.documentRootLocatorFactory();
  private readonly trigger = this.locatorFor('button.more');

  async label(): Promise<string | null> {
    return (await this.trigger()).getAttribute('aria-label');
  }

  /** The names of what it offers now. */
  async items(): Promise<string[]> {
    await this.open();
    const items = await this.everywhere.locatorForAll('[role=menuitem]')();
    return Promise.all(items.map((item) => item.text()));
  }

  async choose(name: string): Promise<void> {
    await this.open();
    for (const item of await this.everywhere.locatorForAll('[role=menuitem]')()) {
      if ((await item.text()) === name) return item.click();
    }
    throw new Error(`The menu has no “${name}”.`);
  }

  async isOpen(): Promise<boolean> {
    return (await (await this.trigger()).getAttribute('aria-expanded')) === 'true';
  }

  /** Presses Escape within what is open, or on the button. */
  async pressEscape(): Promise<void> {
    const open = await this.everywhere.locatorForOptional('[role=menu], [role=dialog]')();
    await (open ?? (await this.trigger())).sendKeys(TestKey.ESCAPE);
  }

  async hasFocus(): Promise<boolean> {
    return (await this.trigger()).isFocused();
  }

  /** What came of the last act. */
  async message(): Promise<string> {
    return (await this.locatorFor('[role=status]')()).text();
  }

  /** The dialog that says how to feed the panel. */
  async isPushExampleOpen(): Promise<string | undefined> {
    return (await this.everywhere.locatorForOptional('[role=dialog] code')())?.text();
  }

  /** Presses the button that is only there in full screen. */
  async leaveFullScreen(): Promise<void> {
    const button = await this.locatorFor('button[aria-label="Leave full screen"]')();
    await button.focus();
    await button.click();
  }

  private async open(): Promise<void> {
    if (!(await this.isOpen())) await (await this.trigger()).click();
  }
}
