import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Router } from '@angular/router';
import { BoardPage } from '../../board-page/board-page';
import { LiveBoardStub } from '../../live/testing/live-board-stub';
import { PageHarness } from '../../board-page/testing/page-harness';
import type { PanelView } from '../../stream/snapshot/board-view';
import { LiveBoard } from '../../live/live-board';
import { sampleFrame, sampleView } from '../../panels/testing/sample-frames';
import { PageClock } from '../../common/testing/page-clock';
import { Fades } from '../../ui/testing/without-browser';
import { App } from '../app';
import { appConfig } from '../app.config';

/**
 * The whole application at a board's page. The test controls the connection and the clock. Create one for each test.
 */
export class BoardPageFixture {
  readonly live = new LiveBoardStub();
  readonly clock = new PageClock();
  private app?: ComponentFixture<App>;

  constructor() {
    new Fades().install();
    TestBed.configureTestingModule({ providers: [...appConfig.providers, this.clock.provide()] });
    TestBed.overrideComponent(BoardPage, { set: { providers: [{ provide: LiveBoard, useValue: this.live }] } });
  }

  async open(address: string): Promise<PageHarness> {
    await this.goTo(address);
    this.app = TestBed.createComponent(App);
    document.body.append(this.app.nativeElement as Node);
    return TestbedHarnessEnvironment.harnessForFixture(this.app, PageHarness);
  }

  goTo(address: string): Promise<boolean> {
    return TestBed.inject(Router).navigateByUrl(address);
  }

  /** The current URL of the router. */
  get url(): string {
    return TestBed.inject(Router).url;
  }

  async settled(): Promise<void> {
    await this.app?.whenStable();
  }

  /** Returns a panel with these values, updated at the current time. */
  valueOf(id: string, ...values: number[]): PanelView {
    return sampleView(id, { frame: sampleFrame(this.clock.now(), { values }), updatedAt: this.clock.iso() });
  }
}
