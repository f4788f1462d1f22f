import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { of } from 'rxjs';
import { LiveBoard } from './live-board';
import { DEFAULT_SETTINGS } from '../stream/live-settings';
import { LiveConfig } from './live-config';
import { LIVE_ENVIRONMENT } from './live-environment';
import { SnapshotsApi } from '../api/snapshots-api';
import { ModelServer } from '../stream/testing/model-server';
import { VirtualEnvironment } from '../stream/testing/virtual-environment';

@Component({
  selector: 'bc-test-page',
  template: '{{ board.status().state }} {{ board.view()?.revision }}',
  providers: [LiveBoard],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
class TestPage {
  readonly board = inject(LiveBoard);
}

describe('LiveBoard', () => {
  let environment: VirtualEnvironment;
  let server: ModelServer;

  beforeEach(() => {
    environment = new VirtualEnvironment();
    server = new ModelServer(environment);
    TestBed.configureTestingModule({
      providers: [
        { provide: LIVE_ENVIRONMENT, useValue: environment },
        { provide: SnapshotsApi, useValue: server },
        { provide: LiveConfig, useValue: { settings$: of(DEFAULT_SETTINGS) } },
      ],
    });
  });

  afterEach(() => {
    TestBed.resetTestingModule();
  });

  it('updates a page by signals', async () => {
    const page = TestBed.createComponent(TestPage);
    const { board } = page.componentInstance;
    const text = async (): Promise<unknown> => {
      await page.whenStable();
      return (page.nativeElement as HTMLElement).textContent;
    };
    expect(await text()).toBe('connecting ');
    board.show('b');
    environment.advance(2_000);
    expect(await text()).toBe('live 1');
    server.push(7);
    environment.advance(20);
    expect(await text()).toBe('live 2');
    board.show('b', '6h');
    environment.advance(20);
    expect(board.view()?.range).toBe('6h');
    server.gets = 404;
    board.refresh();
    environment.advance(20);
    expect(board.problem()).toMatchObject({ status: 404, message: 'Status 404.' });
    expect(await text()).toBe('live 2');
  });

  it('does not update the view signal if nothing changed', () => {
    const { board } = TestBed.createComponent(TestPage).componentInstance;
    board.show('b');
    environment.advance(2_000);
    const { view, problem } = board;
    const before = view();
    server.heartbeat();
    environment.socket.receiveText('?');
    expect(view()).toBe(before);
    expect(problem()).toBeUndefined();
    expect(board.status().ignoredMessages).toBe(1);
  });

  it('stops when the page is destroyed', () => {
    const page = TestBed.createComponent(TestPage);
    page.componentInstance.board.show('b');
    environment.advance(2_000);
    page.destroy();
    expect(environment.socket.state).toBe('closed');
    expect(environment.scheduler.actions).toHaveLength(0);
  });
});
