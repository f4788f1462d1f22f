import { TestBed } from '@angular/core/testing';
import { By } from '@angular/platform-browser';
import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../wire/snapshot';
import type { BoardView } from '../live/board-view';
import { mergeSnapshot } from '../live/snapshot-merge';
import { PanelFrame } from '../panels/panel-frame';
import { samplePanel } from '../panels/testing/samples';
import { BoardGrid } from './board-grid';
import { LiveBoardStub } from './testing/live-board-stub';

/** Panel `a` never changes; `b` does with every revision, its definition and its data. */
function completeAnswer(revision: number): Snapshot {
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

describe('the grid', () => {
  it('touches only the panels that changed, though a complete answer brings every definition anew', async () => {
    const fixture = TestBed.createComponent(BoardGrid);
    let view: BoardView | undefined;
    const show = async (revision: number): Promise<unknown[][]> => {
      view = mergeSnapshot(view, completeAnswer(revision));
      fixture.componentRef.setInput('view', view);
      fixture.componentRef.setInput('link', 'live');
      await fixture.whenStable();
      const frames = fixture.debugElement.queryAll(By.directive(PanelFrame));
      return frames.map(({ componentInstance }) => {
        const frame = componentInstance as PanelFrame;
        return [frame.panel(), frame.view()];
      });
    };

    const [a, b] = await show(1);
    const [sameA, newB] = await show(2);
    expect(sameA?.every((input, index) => input === a?.[index])).toBe(true);
    expect(newB?.some((input, index) => input === b?.[index])).toBe(false);
  });

  it('lays panels out by the board’s columns and rows', async () => {
    const live = new LiveBoardStub();
    live.answer({ panels: [samplePanel({ layout: { x: 3, y: 2, w: 6, h: 4 } })] });
    const fixture = TestBed.createComponent(BoardGrid);
    fixture.componentRef.setInput('view', live.view());
    fixture.componentRef.setInput('link', 'live');
    await fixture.whenStable();
    const { style } = fixture.debugElement.query(By.css('bc-panel')).nativeElement as HTMLElement;
    expect([style.gridColumn, style.gridRow]).toEqual(['4 / span 6', '3 / span 4']);
  });
});
