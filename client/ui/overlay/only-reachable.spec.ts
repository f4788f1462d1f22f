import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { onlyReachable } from './only-reachable';

describe('onlyReachable', () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <bc-root>
        <header></header>
        <main><section id="a"></section><section id="b"><button></button></section></main>
        <footer inert></footer>
      </bc-root>
      <div class="cdk-overlay-container"></div>
      <div class="cdk-live-announcer-element"></div>`;
  });
  afterEach(() => {
    document.body.innerHTML = '';
  });

  const inert = (): string[] =>
    [...document.body.querySelectorAll<HTMLElement>('*')]
      // jsdom does not implement `inert`.
      .filter((element) => element.inert || element.hasAttribute('inert'))
      .map(({ id, localName }) => id || localName);

  it('keeps the element, its content and overlays reachable', () => {
    const [section] = document.querySelectorAll<HTMLElement>('#b');
    const undo = onlyReachable(section ?? document.body);
    expect(inert()).toEqual(['header', 'a', 'footer']);
    undo();
    expect(inert()).toEqual(['footer']);
  });

  it('does nothing for an element outside the page', () => {
    onlyReachable(document.createElement('div'))();
    expect(inert()).toEqual(['footer']);
  });
});
