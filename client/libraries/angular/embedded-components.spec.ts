import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import type { TimeRange } from '../../../wire/range';
import { SnapshotsApi } from '../../api/snapshots-api';
import { zoneName } from '../../i18n/format/time-zone-choice';
import { LiveConfig } from '../../live/live-config';
import { LIVE_ENVIRONMENT } from '../../live/live-environment';
import { LOAD_PLOT } from '../../panels/types/chart/plot/load-plot';
import { DEFAULT_SETTINGS } from '../../stream/live-settings';
import { ModelBoard } from '../../stream/testing/model-board';
import { ModelServer } from '../../stream/testing/model-server';
import { VirtualEnvironment } from '../../stream/testing/virtual-environment';
import { BoardcastBoard } from './boardcast-board';
import { BoardcastPanel } from './boardcast-panel';

@Component({
  selector: 'boardcast-test-application',
  imports: [BoardcastBoard, BoardcastPanel],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (board(); as board) {
      <boardcast-board [board]="board" [range]="range()" theme="dark" />
    }
    @for (panel of panels(); track panel) {
      <boardcast-panel board="b" [panel]="panel" [range]="range()" />
    }
  `,
})
class Application {
  readonly board = signal<string | undefined>(undefined);
  readonly range = signal<TimeRange | undefined>(undefined);
  readonly panels = signal<readonly string[]>([]);
}

describe('an application with components of boardcast/angular', () => {
  let environment: VirtualEnvironment;
  let server: ModelServer;
  let fixture: ComponentFixture<Application>;
  let application: Application;

  beforeEach(() => {
    environment = new VirtualEnvironment();
    server = new ModelServer(environment);
    TestBed.configureTestingModule({
      providers: [
        { provide: LIVE_ENVIRONMENT, useValue: environment },
        { provide: SnapshotsApi, useValue: server },
        { provide: LiveConfig, useValue: { settings$: of(DEFAULT_SETTINGS), embedOrigins$: of([]) } },
        // jsdom has no canvas.
        { provide: LOAD_PLOT, useValue: () => new Promise(() => undefined) },
      ],
    });
    fixture = TestBed.createComponent(Application);
    application = fixture.componentInstance;
  });

  async function pass(ms = 2_000): Promise<void> {
    await fixture.whenStable();
    environment.advance(ms);
    await fixture.whenStable();
  }

  const shadowRoots = (): ShadowRoot[] =>
    [...(fixture.nativeElement as HTMLElement).children].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  /** The text of each component, without styles. */
  const contents = (): string[] =>
    shadowRoots().map(({ children }) =>
      Array.from(children, (child) => (child.localName === 'style' ? '' : child.textContent))
        .join(' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
  /** The accessible names of all charts, which contain their newest values. */
  const charts = (): (string | null)[] =>
    shadowRoots().flatMap((root) =>
      Array.from(root.querySelectorAll('[aria-label*="over time"]'), (chart) => chart.getAttribute('aria-label')),
    );

  it('shows a live board with its title and connection', async () => {
    application.board.set('b');
    await pass();
    expect(contents()[0]).toMatch(/^Board bLive/);
    server.push(7);
    await pass();
    expect(charts()).toEqual(['p over time, latest: value 7', 'q over time, latest: value 0']);
  });

  it('does not change the page around its components', async () => {
    document.documentElement.dataset.theme = 'of the application';
    application.board.set('b');
    await pass();
    expect(document.documentElement.dataset.theme).toBe('of the application');
    expect((fixture.nativeElement as HTMLElement).querySelector('boardcast-board')?.getAttribute('data-theme')).toBe(
      'dark',
    );
    delete document.documentElement.dataset.theme;
  });

  it('shows panels over one connection, which it closes with the last of them', async () => {
    application.panels.set(['p', 'q']);
    await pass();
    expect(charts()).toEqual(['p over time, latest: value 0', 'q over time, latest: value 0']);
    expect([environment.sockets.length, server.requests.length]).toEqual([1, 1]);
    application.panels.set(['q']);
    await pass();
    expect(environment.socket.state).not.toBe('closed');
    application.panels.set([]);
    await pass();
    expect(environment.socket.state).toBe('closed');
    expect(environment.scheduler.actions).toHaveLength(0);
    application.panels.set(['p']);
    await pass();
    expect(charts()).toEqual(['p over time, latest: value 0']);
  });

  it('shows another board and another range', async () => {
    server.boards.set('c', new ModelBoard('c', ['x']));
    application.board.set('b');
    await pass();
    application.range.set('6h');
    application.board.set('c');
    await pass();
    expect(contents()[0]).toMatch(/^Board c/);
    expect(server.requests.at(-1)).toMatchObject({ board: 'c', range: '6h' });
  });

  it('says which board or panel does not exist', async () => {
    application.board.set('none');
    application.panels.set(['none']);
    await pass();
    expect(contents()).toEqual([
      expect.stringContaining('There is no board at /boards/none.'),
      'This board has no panel “none”',
    ]);
  });

  it('says that the server does not answer', async () => {
    server.gets = 'fail';
    server.socketsOpen = false;
    application.board.set('b');
    application.panels.set(['p']);
    await pass(60_000);
    expect(contents()).toEqual([
      expect.stringMatching(/^bOffline.*The server does not answer/),
      'The server does not answer',
    ]);
  });

  it('shows times in the time zone of the board that was opened first', async () => {
    const inZone = (slug: string, timeZone: string): ModelBoard =>
      Object.defineProperty(new ModelBoard(slug, ['p']), 'definition', {
        value: { ...new ModelBoard(slug, ['p']).definition, timeZone },
      });
    server.boards.set('b', inZone('b', 'Asia/Tokyo'));
    server.boards.set('c', inZone('c', 'America/Lima'));
    application.panels.set(['p']);
    await pass();
    application.board.set('c');
    await pass();
    expect(zoneName()).toBe('Asia/Tokyo');
    application.panels.set([]);
    await pass();
    expect(zoneName()).toBe('America/Lima');
    fixture.destroy();
    expect(zoneName()).not.toBe('America/Lima');
  });
});
