import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inlineSvgStyles } from './inline-svg-styles';

describe('inlineSvgStyles', () => {
  let panel: HTMLElement;

  beforeEach(() => {
    document.body.innerHTML = `
      <style>.line { fill: none; stroke: red; } .zone { fill: blue; }</style>
      <section><p class="line"></p><svg><path class="line" /><path class="zone" style="fill: green" /></svg></section>`;
    panel = document.querySelector('section') ?? document.body;
  });
  afterEach(() => {
    document.body.innerHTML = '';
  });

  const styles = (): string[][] =>
    [...panel.querySelectorAll<SVGElement>('path')].map(({ style }) => [style.fill, style.stroke]);

  it('copies styles of style sheets to each shape, without overwriting its own', () => {
    inlineSvgStyles(panel);
    expect(styles()).toEqual([
      ['none', 'red'],
      ['green', ''],
    ]);
    expect(panel.querySelector('p')?.getAttribute('style')).toBeNull();
  });

  it('removes the styles again, and keeps later changes', () => {
    const undo = inlineSvgStyles(panel);
    panel.querySelector<SVGElement>('.zone')?.style.setProperty('fill', 'black');
    undo();
    expect(styles()).toEqual([
      ['', ''],
      ['black', ''],
    ]);
  });
});
