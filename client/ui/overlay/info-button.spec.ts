import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentHarness, TestKey } from '@angular/cdk/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InfoButton } from './info-button';
import { DialogHarness } from '../testing/dialog-harness';

class InfoButtonHarness extends ComponentHarness {
  static readonly hostSelector = 'bc-info-button';
  readonly button = this.locatorFor('button');
}

describe('InfoButton', () => {
  let fixture: ComponentFixture<InfoButton>;
  let info: InfoButtonHarness;

  beforeEach(async () => {
    fixture = TestBed.createComponent(InfoButton);
    document.body.append(fixture.nativeElement as Node);
    fixture.componentRef.setInput('label', 'About orders');
    fixture.componentRef.setInput('text', 'Paid ones');
    info = await TestbedHarnessEnvironment.harnessForFixture(fixture, InfoButtonHarness);
  });
  afterEach(() => {
    fixture.destroy();
  });

  const dialog = (): Promise<DialogHarness | null> =>
    TestbedHarnessEnvironment.documentRootLoader(fixture).getHarnessOrNull(DialogHarness);

  it('shows its text when it is clicked, and sets aria-expanded', async () => {
    const button = await info.button();
    expect([await dialog(), await button.getAttribute('aria-expanded')]).toEqual([null, 'false']);
    await button.click();
    expect(await (await dialog())?.text()).toBe('Paid ones');
    expect(await button.getAttribute('aria-expanded')).toBe('true');
  });

  it('hides its text at Escape, and prevents the default action of the key', async () => {
    const button = await info.button();
    await button.focus();
    await button.click();
    let usedUp: boolean | undefined;
    const listen = (event: Event): void => {
      usedUp = event.defaultPrevented;
    };
    document.addEventListener('keydown', listen);
    await button.sendKeys(TestKey.ESCAPE);
    document.removeEventListener('keydown', listen);
    expect([await dialog(), usedUp, await button.isFocused()]).toEqual([null, true, true]);
  });

  it('hides its text at a click outside', async () => {
    await (await info.button()).click();
    document.body.click();
    expect(await dialog()).toBeNull();
  });
});
