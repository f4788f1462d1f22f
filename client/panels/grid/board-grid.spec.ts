import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { By } from '@angular/platform-browser';
import { Router, provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../../wire/schemas/snapshot';
import type { BoardView } from '../../stream/snapshot/board-view';
import { mergeSnapshot } from '../../stream/snapshot/snapshot-merge';
import { PanelCard } from '../card/panel-card';
import { samplePanel } from '../testing/sample-frames';
import { BoardGrid } from './board-grid';
import { FullScreenPanel } from './full-screen-panel';
import { UrlFullScreenPanel } from './url-full-screen-panel';
import { LiveBoardStub } from '../../live/testing/live-board-stub';

/** Panel `a` never changes. The definition and the data of `b` change with every revision. */
function completeSnapshot(revision: number): Snapshot {
  const panels = [samplePanel({ id: 'a' }), samplePanel({ id: 'b', title: `Revision ${revision}` })];
  return {
    board: 'shop',
    version: revision,
    epoch: 'e',
    revision,
    generatedAt: '2026-03-04T12:00:00.000Z',
    range: '1h',
    complete: true,
    definition: { slug: 'shop', title: 'Shop operations', version: revision, panels },
    panels: { a: { revision: 1, pending: true }, b: { revision, pending: true } },
  };
}

describe('BoardGrid', () => {
  it('updates only the panels that changed when it receives a complete snapshot', async () => {
    const fixture = TestBed.createComponent(BoardGrid);
    let view: BoardView | undefined;
    const show = async (revision: number): Promise<unknown[][]> => {
      view = mergeSnapshot(view, completeSnapshot(revision));
      fixture.componentRef.setInput('view', view);
      fixture.componentRef.setInput('link', 'live');
      await fixture.whenStable();
      const frames = fixture.debugElement.queryAll(By.directive(PanelCard));
      return frames.map(({ componentInstance }) => {
        const frame = componentInstance as PanelCard;
        return [frame.panel(), frame.view()];
      });
    };

    const [a, b] = await show(1);
    const [sameA, newB] = await show(2);
    expect(sameA?.every((input, index) => input === a?.[index])).toBe(true);
    expect(newB?.some((input, index) => input === b?.[index])).toBe(false);
  });

  describe('with a panel in full screen', () => {
    beforeEach(() => {
      TestBed.configureTestingModule({
        providers: [
          provideRouter([{ path: 'b', children: [] }]),
          { provide: FullScreenPanel, useClass: UrlFullScreenPanel },
        ],
      });
    });

    const open = async (address: string): Promise<ComponentFixture<BoardGrid>> => {
      await TestBed.inject(Router).navigateByUrl(address);
      const live = new LiveBoardStub();
      live.respond({ panels: ['a', 'b'].map((id) => samplePanel({ id, title: id })) });
      const fixture = TestBed.createComponent(BoardGrid);
      document.body.append(fixture.nativeElement as Node);
      fixture.componentRef.setInput('view', live.view());
      fixture.componentRef.setInput('link', 'live');
      await fixture.whenStable();
      return fixture;
    };
    /** For each panel: whether it fills the page, and whether it can be reached. */
    const shown = ({ nativeElement }: ComponentFixture<BoardGrid>): boolean[][] =>
      [...(nativeElement as HTMLElement).querySelectorAll<HTMLElement>('bc-panel')].map((panel) => [
        panel.classList.contains('full-screen'),
        !panel.inert,
      ]);
    const escape = async (fixture: ComponentFixture<BoardGrid>, taken = false): Promise<void> => {
      const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
      if (taken) event.preventDefault();
      document.body.dispatchEvent(event);
      await fixture.whenStable();
    };

    it('shows the panel in the address, and makes everything else unreachable', async () => {
      const fixture = await open('/b?panel=b&range=6h');
      expect(shown(fixture)).toEqual([
        [false, false],
        [true, true],
      ]);
      await escape(fixture, true);
      expect(TestBed.inject(Router).url).toBe('/b?panel=b&range=6h');
      await escape(fixture);
      expect(TestBed.inject(Router).url).toBe('/b?range=6h');
      expect(shown(fixture)).toEqual([
        [false, true],
        [false, true],
      ]);
      fixture.destroy();
    });

    it('shows the whole page again when it is closed', async () => {
      const beside = document.body.appendChild(document.createElement('p'));
      const fixture = await open('/b?panel=a');
      expect(beside.inert).toBe(true);
      fixture.destroy();
      expect(beside.inert).toBe(false);
      beside.remove();
    });

    it('shows all panels if the address names an unknown one', async () => {
      const fixture = await open('/b?panel=z');
      expect(shown(fixture)).toEqual([
        [false, true],
        [false, true],
      ]);
      await escape(fixture);
      expect(TestBed.inject(Router).url).toBe('/b?panel=z');
      fixture.destroy();
    });
  });

  it('places panels by the columns and rows of the board', async () => {
    const live = new LiveBoardStub();
    live.respond({ panels: [samplePanel({ layout: { x: 3, y: 2, w: 6, h: 4 } })] });
    const fixture = TestBed.createComponent(BoardGrid);
    fixture.componentRef.setInput('view', live.view());
    fixture.componentRef.setInput('link', 'live');
    await fixture.whenStable();
    const { style } = fixture.debugElement.query(By.css('bc-panel')).nativeElement as HTMLElement;
    expect([style.gridColumn, style.gridRow]).toEqual(['4 / span 6', '3 / span 4']);
  });
});
