import { ComponentHarness, type TestKey, type TestElement } from '@angular/cdk/testing';

/** Finds the fields of a panel form by their labels. */
export class PanelFormHarness extends ComponentHarness {
  static readonly hostSelector = 'bc-panel-form';

  /** The list of a combobox is an overlay outside of the form. */
  private readonly documentLocator = this.documentRootLocatorFactory();

  async field(label: string): Promise<TestElement> {
    for (const each of await this.locatorForAll('label[for]')()) {
      if ((await each.text()) === label) return this.locatorFor(`#${(await each.getAttribute('for')) ?? ''}`)();
    }
    throw new Error(`The form has no field “${label}”.`);
  }

  async fieldNames(): Promise<string[]> {
    return Promise.all((await this.locatorForAll('label[for]')()).map((label) => label.text()));
  }

  async shownIn(label: string): Promise<string> {
    return (await this.field(label)).getProperty<string>('value');
  }

  async write(label: string, text: string): Promise<void> {
    const field = await this.field(label);
    await field.clear();
    if (text !== '') await field.sendKeys(text);
  }

  /** Types into a combobox and leaves it. */
  async search(label: string, text: string): Promise<void> {
    await this.write(label, text);
    await (await this.field(label)).blur();
  }

  async press(label: string, ...keys: TestKey[]): Promise<void> {
    await (await this.field(label)).sendKeys(...keys);
  }

  /** All text of the form. */
  async text(): Promise<string> {
    return (await this.host()).text();
  }

  async choices(label: string): Promise<string[]> {
    const id = (await (await this.field(label)).getAttribute('id')) ?? '';
    return Promise.all((await this.locatorForAll(`#${id} option`)()).map((option) => option.text()));
  }

  async pick(label: string, choice: string): Promise<void> {
    const field = await this.field(label);
    for (const [index, option] of (
      await this.locatorForAll(`#${(await field.getAttribute('id')) ?? ''} option`)()
    ).entries()) {
      if ((await option.text()) === choice) await field.selectOptions(index);
    }
  }

  async pickType(label: string): Promise<void> {
    for (const each of await this.locatorForAll('bc-panel-type-picker label')()) {
      if ((await each.text()) === label) await each.click();
    }
  }

  async chosenType(): Promise<string> {
    return (await this.locatorFor('bc-panel-type-picker :checked')()).getProperty('value');
  }

  async tick(label: string): Promise<void> {
    for (const each of await this.locatorForAll('bc-check-field label')()) {
      if ((await each.text()) === label) (await each.getProperty<HTMLInputElement>('control')).click();
    }
  }

  /** All messages about invalid values, in the order of the form. */
  async problems(): Promise<string[]> {
    return Promise.all((await this.locatorForAll('.problem')()).map((problem) => problem.text()));
  }

  async offered(): Promise<string[]> {
    return Promise.all((await this.documentLocator.locatorForAll('[role=option]')()).map((option) => option.text()));
  }

  /** The text of the active suggestion. */
  async activeOption(label: string): Promise<string | undefined> {
    const id = await (await this.field(label)).getAttribute('aria-activedescendant');
    return id === null ? undefined : (await this.documentLocator.locatorFor(`#${id}`)()).text();
  }

  async command(): Promise<string | undefined> {
    return (await this.locatorForOptional('code')())?.text();
  }

  async click(button: string): Promise<void> {
    for (const each of await this.locatorForAll('.actions button')()) {
      if ((await each.text()) === button) await each.click();
    }
  }
}
