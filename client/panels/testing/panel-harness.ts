import { ComponentHarness, HarnessPredicate } from '@angular/cdk/testing';

/** A panel, from the user's point of view. */
export class PanelHarness extends ComponentHarness {
  static readonly hostSelector = 'bc-panel';

  private readonly section = this.locatorFor('section');

  static titled(title: string): HarnessPredicate<PanelHarness> {
    return new HarnessPredicate(PanelHarness, {}).addOption('title', title, async (panel, wanted) => {
      return (await panel.title()) === wanted;
    });
  }

  async title(): Promise<string> {
    return (await this.locatorFor('h2')()).text();
  }

  /** The accessible name of the panel's region. */
  async regionName(): Promise<string | undefined> {
    const labelId = await (await this.section()).getAttribute('aria-labelledby');
    return (await this.locatorForOptional(`#${labelId ?? ''}`)())?.text();
  }

  /** All visible text of the panel. */
  async text(): Promise<string> {
    return (await this.section()).text();
  }

  async value(): Promise<string | undefined> {
    const value = await this.locatorForOptional('p.value, [role=meter] text.figure')();
    return (await value?.text())?.replaceAll(/\s+/g, ' ').trim();
  }

  /** The line below the value. */
  async below(): Promise<string | undefined> {
    return (await (await this.locatorForOptional('p.details')())?.text())?.replaceAll(/\s+/g, ' ').trim();
  }

  /** How the value was combined. */
  async note(): Promise<string | undefined> {
    const note = await this.locatorForOptional('p.note')();
    const label = await this.locatorForOptional('p.note .label')();
    const name = await label?.text();
    const text = (await note?.text())?.replaceAll(/\s+/g, ' ').trim();
    return name === undefined || text === undefined ? text : `${text.slice(0, -name.length).trim()} · ${name}`;
  }

  /** The text of a gauge for screen readers. */
  async meterText(): Promise<string | null> {
    return (await this.locatorFor('[role=meter]')()).getAttribute('aria-valuetext');
  }

  /** The description behind the button beside the title. */
  async description(): Promise<string | undefined> {
    const button = await this.locatorForOptional('bc-info-button button')();
    const id = await button?.getAttribute('aria-describedby');
    return button === null ? undefined : (await this.locatorFor(`#${id ?? ''}`)()).getProperty<string>('textContent');
  }

  async toggleDescription(): Promise<void> {
    await (await this.locatorFor('bc-info-button button')()).click();
  }

  async age(): Promise<string | undefined> {
    return (await this.locatorForOptional('p.age')())?.text();
  }

  /** The panel's own range, as displayed. */
  async ownRange(): Promise<string | undefined> {
    return (await this.locatorForOptional('p.own-range')())?.text();
  }

  async isStale(): Promise<boolean> {
    return (await this.section()).hasClass('stale');
  }

  async isDead(): Promise<boolean> {
    return (await this.section()).hasClass('dead');
  }

  async isDimmed(): Promise<boolean> {
    return (await this.section()).hasClass('dimmed');
  }

  /** Whether the panel shows only its skeleton. */
  async isSkeleton(): Promise<boolean> {
    return (await this.locatorForOptional('bc-panel-skeleton')()) !== null;
  }

  async pushExample(): Promise<string | undefined> {
    return (await this.locatorForOptional('code')())?.text();
  }

  /** The series in the legend, and whether they are shown. */
  async legend(): Promise<Record<string, boolean>> {
    const keys = await this.locatorForAll('button.key')();
    const entries = await Promise.all(
      keys.map(async (key) => [await key.text(), (await key.getAttribute('aria-pressed')) === 'true'] as const),
    );
    return Object.fromEntries(entries);
  }

  async toggleLine(name: string): Promise<void> {
    for (const key of await this.locatorForAll('button.key')()) {
      if ((await key.text()) === name) await key.click();
    }
  }

  /** The rows of the table view, the header first. */
  async table(): Promise<string[][]> {
    const cells = await this.locatorForAll('tr th, tr td')();
    const columns = (await this.locatorForAll('thead th')()).length;
    const strings = await Promise.all(cells.map((cell) => cell.text()));
    return Array.from({ length: strings.length / columns }, (_, row) =>
      strings.slice(row * columns, (row + 1) * columns),
    );
  }

  /** The name and the value of each bar, from the top. */
  async bars(): Promise<string[]> {
    const strings = async (selector: string): Promise<string[]> =>
      Promise.all((await this.locatorForAll(selector)()).map((part) => part.text()));
    const values = await strings('li .number');
    return (await strings('li .label')).map((label, row) => `${label} ${values[row] ?? ''}`.replaceAll(/\s+/g, ' '));
  }
}
