import { TestBed } from '@angular/core/testing';
import { By } from '@angular/platform-browser';
import { describe, expect, it } from '@jest/globals';
import { PanelFrame } from '../panels/panel-frame';
import { samplePanel, sampleView } from '../panels/testing/samples';
import { BoardGrid } from './board-grid';
import { LiveBoardStub } from './testing/live-board-stub';

describe('the grid', () => {
  it('touches only the panels that changed, though a complete answer brings every definition anew', async () => {
    const live = new LiveBoardStub();
    const definitions = (): ReturnType<typeof samplePanel>[] => [samplePanel({ id: 'a' }), samplePanel({ id: 'b' })];
    const kept = sampleView('a', { pending: true });
    const fixture = TestBed.createComponent(BoardGrid);
    const frames = (): PanelFrame[] =>
      fixture.debugElement
        .queryAll(By.directive(PanelFrame))
        .map(({ componentInstance }) => componentInstance as PanelFrame);
    const show = async (...given: Parameters<LiveBoardStub['answer']>): Promise<unknown[][]> => {
      live.answer(...given);
      fixture.componentRef.setInput('view', live.view());
      fixture.componentRef.setInput('link', 'live');
      await fixture.whenStable();
      return frames().map((frame) => [frame.panel(), frame.view()]);
    };

    const [a, b] = await show({ panels: definitions() }, [kept, sampleView('b', { pending: true })]);
    const [sameA, newB] = await show({ panels: definitions() }, [kept, sampleView('b', { pending: true })]);
    expect(sameA?.every((input, index) => input === a?.[index])).toBe(true);
    expect(newB?.[0]).toBe(b?.[0]);
    expect(newB?.[1]).not.toBe(b?.[1]);
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
