import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(5 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser();

const LISTS = ['Array.prototype', 'Object.getPrototypeOf(Uint8Array.prototype)'];
const of = (owner: string, ...names: string[]): string[] => names.map((name) => `delete ${owner}.${name}`);
const forbidden = (name: string): string =>
  `Object.defineProperty(window, '${name}', { get() { throw new DOMException('denied', 'SecurityError'); } })`;

/** What browsers since 2020 lack one by one: Chrome 87, Firefox 83, Safari 14.1. */
const MISSING: readonly string[] = [
  ...LISTS.flatMap((list) => of(list, 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with')),
  ...of('Array.prototype', 'toSpliced'),
  ...of('String.prototype', 'at', 'replaceAll', 'isWellFormed', 'toWellFormed'),
  ...of('Object', 'hasOwn', 'groupBy'),
  ...of('Map', 'groupBy'),
  ...of('Array', 'fromAsync'),
  ...of('Promise', 'withResolvers', 'try', 'any'),
  ...of('Intl', 'supportedValuesOf', 'Segmenter', 'ListFormat', 'DurationFormat'),
  ...of('Intl.NumberFormat.prototype', 'formatRange'),
  ...of('Set.prototype', 'union', 'intersection', 'difference', 'isSubsetOf'),
  ...of('Iterator.prototype', 'map', 'filter', 'toArray', 'some', 'find'),
  ...of('AbortSignal', 'timeout', 'any'),
  ...of('window', 'structuredClone', 'ResizeObserver', 'IntersectionObserver', 'reportError'),
  ...of('window', 'queueMicrotask', 'WeakRef', 'FinalizationRegistry', 'BroadcastChannel', 'requestIdleCallback'),
  ...of('window', 'ClipboardItem', 'CompressionStream', 'scheduler', 'navigation', 'Iterator'),
  ...of('Element.prototype', 'replaceChildren', 'checkVisibility'),
  ...of('Crypto.prototype', 'randomUUID'),
  ...of('Navigator.prototype', 'wakeLock', 'clipboard', 'locks', 'serviceWorker', 'userAgentData'),
  forbidden('localStorage'),
  forbidden('sessionStorage'),
  forbidden('indexedDB'),
];

/** What even those have: without it the page cannot start, and must say so. */
const NEEDED: readonly string[] = [
  ...of('window', 'Promise', 'fetch', 'AbortController', 'WeakMap', 'Intl', 'URL'),
  ...of('Object', 'fromEntries'),
];

/** Without these only parts of the page can be drawn. */
const NEEDED_BY_PARTS: readonly string[] = [
  ...of('window', 'URLSearchParams', 'matchMedia', 'Path2D'),
  ...of('Array.prototype', 'includes', 'flatMap'),
  ...of('String.prototype', 'matchAll'),
  ...of('Intl', 'PluralRules'),
  ...of('Element.prototype', 'append'),
];

beforeAll(async () => {
  await app.api.pushBatch([{ key: 'shop.orders', value: 42 }]);
  const query = { source: 'metrics', metric: 'shop.orders' };
  const panels = ['number', 'chart', 'gauge', 'bars', 'pie', 'table', 'status', 'heatmap', 'text', 'clock'].map(
    (type, index) => ({
      id: type,
      type,
      title: `As a ${type}`,
      layout: { x: (index % 4) * 3, y: 3 * Math.floor(index / 4), w: 3, h: 3 },
      ...(['text', 'clock'].includes(type) ? {} : { query }),
      options: type === 'text' ? { text: '- [one](https://example.org) **two**' } : {},
    }),
  );
  expectJson(await app.api.sendJson('POST', '/api/v1/boards', { slug: 'old', title: 'Old', panels }), 201);
});

/** What is on the page, once there is something to read; with `starts`, once it has started. */
async function shownWithout(
  script: string,
  { starts = false } = {},
): Promise<{ value: boolean; note: string; errors: readonly string[] }> {
  const page = await chrome.context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.addInitScript(script);
  await page.goto(`${app.server.address}/boards/old?tv`);
  const value = page.locator('bc-number-panel').getByText('42', { exact: true });
  const note = page.locator('#older-browser');
  const message = note.filter({ hasText: 'cannot start' });
  await (starts ? value : value.or(message)).first().waitFor();
  const shown = {
    value: (await value.count()) > 0,
    note: (await note.count()) > 0 ? await note.innerText() : '',
    errors: [...errors],
  };
  await page.close();
  return shown;
}

describe('a browser that lacks younger functions', () => {
  it('shows the board without any of them, and without an error', async () => {
    expect(await shownWithout(MISSING.join(';'))).toEqual({ value: true, note: '', errors: [] });
  });

  it('shows the board where WebSockets are blocked', async () => {
    expect(await shownWithout('delete window.WebSocket')).toEqual({ value: true, note: '', errors: [] });
  });

  it.each(NEEDED)('says why it cannot start after %s', async (script) => {
    const { value, note } = await shownWithout(script);
    expect(value).toBe(false);
    expect(note).toMatch(/^Boardcast cannot start in this browser: \w+.+ Chrome 105.+later/);
  });

  it.each(NEEDED_BY_PARTS)('says that it cannot start after %s, although parts of it could', async (script) => {
    const { note } = await shownWithout(script);
    expect(note).toMatch(/^Boardcast cannot start in this browser: \w+.+ is missing.+ Chrome 105.+later/);
  });

  it('removes the message if the page starts despite an error', async () => {
    // Once the message can be shown, before the page starts: scripts load one after the other.
    const script = `document.addEventListener('load', ({ target }) => {
      if (!/older-browsers/.test(target.src)) return;
      dispatchEvent(new ErrorEvent('error', { message: 'an extension failed' }));
      if (!/an extension failed/.test(document.querySelector('#older-browser')?.textContent)) throw new Error('no message');
    }, true)`;
    expect(await shownWithout(script, { starts: true })).toEqual({ value: true, note: '', errors: [] });
  });

  it('says that sizes may be wrong where containers have no sizes', async () => {
    const { value, note } = await shownWithout(
      `const supports = CSS.supports.bind(CSS);
       CSS.supports = (...given) => !/container/.test(given.join()) && supports(...given)`,
    );
    expect(value).toBe(true);
    expect(note).toMatch(/^Text may have the wrong size.+container queries.+Safari 16/);
  });
});
