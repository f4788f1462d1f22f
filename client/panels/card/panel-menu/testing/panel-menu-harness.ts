import { ComponentHarness, TestKey } from '@angular/cdk/testing';

/** The menu of a panel, from the user's point of view. */
export class PanelMenuHarness extends ComponentHarness {
  static readonly hostSelector = 'bc-panel-menu';

  /** The menu and the dialog open in an overlay outside of the panel. */
  private readonly everywhere = this.documentRootLocatorFactory();
  private readonly trigger = this.locatorFor('button.more');

  async label(): Promise<string | null> {
    return (await this.trigger()).getAttribute('aria-label');
  }

  /** Opens the menu and returns the texts of its items. */
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

  /** Presses Escape in the open menu or dialog, or on the button. */
  async pressEscape(): Promise<void> {
    const open = await this.everywhere.locatorForOptional('[role=menu], [role=dialog]')();
    await (open ?? (await this.trigger())).sendKeys(TestKey.ESCAPE);
  }

  async hasFocus(): Promise<boolean> {
    return (await this.trigger()).isFocused();
  }

  /** The message about the last action. */
  async message(): Promise<string> {
    return (await this.locatorFor('[role=status]')()).text();
  }

  /** The command in the push example dialog, if it is open. */
  async isPushExampleOpen(): Promise<string | undefined> {
    return (await this.everywhere.locatorForOptional('[role=dialog] code')())?.text();
  }

  /** Clicks the button that exists only in full screen. */
  async leaveFullScreen(): Promise<void> {
    const button = await this.locatorFor('button[aria-label="Leave full screen"]')();
    await button.focus();
    await button.click();
  }

  private async open(): Promise<void> {
    if (!(await this.isOpen())) await (await this.trigger()).click();
  }
}
