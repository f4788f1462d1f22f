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

  it('writes at each shape what style sheets say of it, but not over what stands there', () => {
    inlineSvgStyles(panel);
    expect(styles()).toEqual([
      ['none', 'red'],
      ['green', ''],
    ]);
    expect(panel.querySelector('p')?.getAttribute('style')).toBeNull();
  });

  it('leaves no trace once undone, and keeps what has changed since', () => {
    const undo = inlineSvgStyles(panel);
    panel.querySelector<SVGElement>('.zone')?.style.setProperty('fill', 'black');
    undo();
    expect(styles()).toEqual([
      ['', ''],
      ['black', ''],
    ]);
  });
});
