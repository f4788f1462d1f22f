import type { Locator, Page } from 'playwright-core';

interface Vector {
  readonly x: number;
  readonly y: number;
}

/** A user of a page who uses the mouse, and the keyboard only to type text. */
export class MouseUser {
  constructor(private readonly page: Page) {}

  async click(target: Locator): Promise<void> {
    await target.click();
  }

  /** Replaces the content of a field. */
  async fill(field: Locator, text: string): Promise<void> {
    await field.click({ clickCount: 3 });
    await this.page.keyboard.type(text);
  }

  /**
   * Drags an element.
   * @param by distance in CSS pixels
   * @param start where to press within the element; by default in its middle
   */
  async drag(target: Locator, by: Vector, start?: Vector): Promise<void> {
    const box = await visibleBox(target);
    const from = { x: box.x + (start?.x ?? box.width / 2), y: box.y + (start?.y ?? box.height / 2) };
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + by.x / 2, from.y + by.y / 2);
    await mouse.move(from.x + by.x, from.y + by.y, { steps: 4 });
    await mouse.up();
  }

  /** Drags the bottom right corner of an element. */
  async resize(target: Locator, by: Vector): Promise<void> {
    const box = await visibleBox(target);
    await this.drag(target, by, { x: box.width - 8, y: box.height - 8 });
  }
}

async function visibleBox(target: Locator): Promise<Vector & { readonly width: number; readonly height: number }> {
  const box = await target.boundingBox();
  if (!box) throw new Error(`${String(target)} is not visible.`);
  return box;
}
