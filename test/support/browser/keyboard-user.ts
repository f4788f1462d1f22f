import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

/** More than the focusable elements of any page: after so many, Tab has gone around the page. */
const MAX_TABS = 300;

/** A user of a page who uses only the keyboard. After every action, an element of the page must have the focus. */
export class KeyboardUser {
  constructor(private readonly page: Page) {}

  /** Presses keys one after the other, like `Shift+ArrowDown`. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Presses Tab until an element has the focus. */
  async focus(target: Locator): Promise<void> {
    await target.waitFor();
    await this.expectFocus();
    for (let tabs = 0; tabs < MAX_TABS; tabs += 1) {
      if (await hasFocus(target)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${String(target)}.`);
  }

  /** Moves the focus to an element, and presses a key there. */
  async activate(target: Locator, key = 'Enter'): Promise<void> {
    await this.focus(target);
    await this.page.keyboard.press(key);
  }

  /** Moves down to an item of an open menu, and presses Enter. */
  async chooseMenuItem(item: Locator): Promise<void> {
    await item.waitFor();
    while (!(await hasFocus(item))) await this.press('ArrowDown');
    await this.press('Enter');
  }

  /** Replaces the content of a field. */
  async fill(field: Locator, text: string): Promise<void> {
    await this.focus(field);
    await this.press('Control+a');
    await this.type(text);
  }

  /** Expects an element to have the focus. Without one, the next Tab would start at the top of the page. */
  async expectFocus(): Promise<void> {
    // The page may set the focus in a later animation frame.
    for (let frame = 0; frame < 10; frame += 1) {
      if (await this.page.evaluate(() => document.activeElement !== document.body)) return;
      await this.page.evaluate(() => new Promise(requestAnimationFrame));
    }
    expect(await this.page.evaluate(() => document.activeElement?.localName)).not.toBe('body');
  }
}

async function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}
