import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentHarness, TestKey } from '@angular/cdk/testing';
import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MenuButton } from './menu-button';
import { CdkMenu, CdkMenuItem, MenuOverlay } from './overlays';

@Component({
  selector: 'bc-sample-menu',
  imports: [CdkMenu, CdkMenuItem, MenuButton, MenuOverlay],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button type="button" class="trigger" bcMenuButton #button="bcMenuButton">More</button>
    @defer (when button.isOpen()) {
      @if (button.isOpen()) {
        <bc-menu-overlay [button]="button">
          <div cdkMenu>
            <button type="button" cdkMenuItem (cdkMenuItemTriggered)="chosen.set('Copy')">Copy</button>
            <button type="button" cdkMenuItem (cdkMenuItemTriggered)="chosen.set('Delete')">Delete</button>
          </div>
        </bc-menu-overlay>
      }
    }
  `,
})
class SampleMenu {
  readonly chosen = signal<string | undefined>(undefined);
}

class SampleMenuHarness extends ComponentHarness {
  static readonly hostSelector = 'bc-sample-menu';
  readonly trigger = this.locatorFor('button.trigger');
  readonly items = this.documentRootLocatorFactory().locatorForAll('[role=menuitem]');

  /** The item with the focus; undefined if the menu is closed. */
  async focused(): Promise<string | undefined> {
    for (const item of await this.items()) if (await item.isFocused()) return item.text();
    return undefined;
  }

  async press(key: TestKey): Promise<void> {
    for (const item of await this.items()) if (await item.isFocused()) return item.sendKeys(key);
    throw new Error('No item has the focus.');
  }

  async state(): Promise<{ expanded: string | null; focused: boolean; items: number }> {
    const trigger = await this.trigger();
    return {
      expanded: await trigger.getAttribute('aria-expanded'),
      focused: await trigger.isFocused(),
      items: (await this.items()).length,
    };
  }
}

describe('MenuOverlay', () => {
  let fixture: ComponentFixture<SampleMenu>;
  let menu: SampleMenuHarness;

  beforeEach(async () => {
    fixture = TestBed.createComponent(SampleMenu);
    document.body.append(fixture.nativeElement as Node);
    menu = await TestbedHarnessEnvironment.harnessForFixture(fixture, SampleMenuHarness);
  });
  afterEach(() => {
    fixture.destroy();
  });

  const click = async (): Promise<void> => (await menu.trigger()).click();
  const closed = { expanded: 'false', items: 0 };

  it('opens at a click with the focus on its first item', async () => {
    const trigger = await menu.trigger();
    expect([await trigger.getAttribute('aria-haspopup'), await menu.state()]).toEqual([
      'menu',
      { ...closed, focused: false },
    ]);
    await click();
    expect([await menu.focused(), await menu.state()]).toEqual([
      'Copy',
      { expanded: 'true', focused: false, items: 2 },
    ]);
  });

  it.each([
    ['down', TestKey.DOWN_ARROW, 'Copy'],
    ['up', TestKey.UP_ARROW, 'Delete'],
  ])('opens at the %s arrow with the focus on %3$s', async (_, key, item) => {
    await (await menu.trigger()).sendKeys(key);
    expect(await menu.focused()).toBe(item);
  });

  it('moves the focus with the arrow keys', async () => {
    await click();
    await menu.press(TestKey.DOWN_ARROW);
    expect(await menu.focused()).toBe('Delete');
  });

  it.each([
    ['Escape', TestKey.ESCAPE],
    ['Tab', TestKey.TAB],
  ])('closes at %s and returns the focus to the button', async (_, key) => {
    await click();
    await menu.press(key);
    expect(await menu.state()).toEqual({ ...closed, focused: true });
  });

  it('closes when an item is chosen, and opens again', async () => {
    await click();
    await (await menu.items())[1]?.click();
    expect([fixture.componentInstance.chosen(), await menu.state()]).toEqual(['Delete', { ...closed, focused: true }]);
    await click();
    expect(await menu.focused()).toBe('Copy');
  });

  it('closes at a second click and at a click outside', async () => {
    await click();
    await click();
    expect((await menu.state()).items).toBe(0);
    await click();
    document.body.click();
    expect((await menu.state()).items).toBe(0);
  });
});
