import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

/** Far more than any page has; who gets here goes in circles. */
const MOST_TABS = 300;

/** Somebody who uses a page by keys alone. After everything they do the focus must be somewhere in the page. */
export class KeyboardUser {
  constructor(private readonly page: Page) {}

  /** Presses keys one after the other, like `Shift+ArrowDown`. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Goes on by Tab until this has the focus. */
  async focus(target: Locator): Promise<void> {
    await target.waitFor();
    await this.expectFocus();
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${String(target)}.`);
  }

  /** Goes there and presses it. */
  async activate(target: Locator, key = 'Enter'): Promise<void> {
    await this.focus(target);
    await this.page.keyboard.press(key);
  }

  /** In a menu that is open: down to the item, and Enter. */
  async chooseMenuItem(item: Locator): Promise<void> {
    await item.waitFor();
    while (!(await item.evaluate((element) => element === document.activeElement))) await this.press('ArrowDown');
    await this.press('Enter');
  }

  /** Goes to a field and writes into it, instead of what stood there. */
  async fill(field: Locator, text: string): Promise<void> {
    await this.focus(field);
    await this.press('Control+a');
    await this.type(text);
  }

  /** The focus is not on nothing: there, a next step would begin at the top of the page. */
  async expectFocus(): Promise<void> {
    // What takes it may be there a frame later.
    for (let frame = 0; frame < 10; frame += 1) {
      if (await this.page.evaluate(() => document.activeElement !== document.body)) return;
      await this.page.evaluate(() => new Promise(requestAnimationFrame));
    }
    expect(await this.page.evaluate(() => document.activeElement?.localName)).not.toBe('body');
  }
}

/** Somebody who uses a page by the mouse, and by keys only to write. */
export class MouseUser {
  constructor(private readonly page: Page) {}

  async click(target: Locator): Promise<void> {
    await target.click();
  }

  async fill(field: Locator, text: string): Promise<void> {
    await field.click({ clickCount: 3 });
    await this.page.keyboard.type(text);
  }

  /** Presses at a point of an element, pulls, and lets go; without a point, in its middle. */
  async drag(from: Locator, by: { x: number; y: number }, at?: { x: number; y: number }): Promise<void> {
    const box = await from.boundingBox();
    if (!box) throw new Error(`${String(from)} is not to be seen.`);
    const start = { x: box.x + (at?.x ?? box.width / 2), y: box.y + (at?.y ?? box.height / 2) };
    const { mouse } = this.page;
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move(start.x + by.x / 2, start.y + by.y / 2);
    await mouse.move(start.x + by.x, start.y + by.y, { steps: 4 });
    await mouse.up();
  }

  /** Pulls the corner that resizes. */
  async resize(target: Locator, by: { x: number; y: number }): Promise<void> {
    const box = await target.boundingBox();
    if (!box) throw new Error(`${String(target)} is not to be seen.`);
    await this.drag(target, by, { x: box.width - 8, y: box.height - 8 });
  }
}
