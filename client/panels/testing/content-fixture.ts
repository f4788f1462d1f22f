import type { Type } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import type { Panel } from '../../../wire/schemas/board';
import type { Frame } from '../../../wire/schemas/frame';
import type { PanelContent } from '../panel-content';
import { samplePanel } from './sample-frames';

const NO_DATA: Frame = { fields: [] };

/** The content of a panel alone on a page, without its card. */
export class ContentFixture<C extends PanelContent> {
  private constructor(private readonly fixture: ComponentFixture<C>) {}

  static async show<C extends PanelContent>(
    component: Type<C>,
    panel: Partial<Panel>,
    frame: Frame = NO_DATA,
  ): Promise<ContentFixture<C>> {
    const fixture = TestBed.createComponent(component);
    fixture.componentRef.setInput('panel', samplePanel(panel));
    fixture.componentRef.setInput('range', '1h');
    fixture.componentRef.setInput('frame', frame);
    document.body.append(fixture.nativeElement as Node);
    await fixture.whenStable();
    return new ContentFixture(fixture);
  }

  get element(): HTMLElement {
    return this.fixture.nativeElement as HTMLElement;
  }

  async update(inputs: { frame?: Frame; panel?: Partial<Panel>; fullScreen?: boolean }): Promise<void> {
    if (inputs.fullScreen !== undefined) this.fixture.componentRef.setInput('fullScreen', inputs.fullScreen);
    if (inputs.frame !== undefined) this.fixture.componentRef.setInput('frame', inputs.frame);
    if (inputs.panel !== undefined) this.fixture.componentRef.setInput('panel', samplePanel(inputs.panel));
    await this.fixture.whenStable();
  }

  async whenStable(): Promise<void> {
    await this.fixture.whenStable();
  }

  all(selector: string): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>(selector)];
  }

  one(selector: string): HTMLElement {
    const [found] = this.all(selector);
    if (found === undefined) throw new Error(`No element matches ${selector}: ${this.element.innerHTML}`);
    return found;
  }

  /** Returns the texts of all matching elements, with white space as displayed. */
  allText(selector: string): string[] {
    return this.all(selector).map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim());
  }

  async click(selector: string): Promise<void> {
    this.one(selector).click();
    await this.fixture.whenStable();
  }
}
