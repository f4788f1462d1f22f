import { ComponentHarness } from '@angular/cdk/testing';

/** The open dialog. */
export class DialogHarness extends ComponentHarness {
  static readonly hostSelector = '[role=dialog]';

  async name(): Promise<string | null> {
    return (await this.host()).getAttribute('aria-label');
  }

  async text(): Promise<string> {
    return (await this.host()).text();
  }
}
