import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { expectJson } from '../../support/server/api-client.js';
import { useBrowser } from '../../support/browser/use-browser.js';
import { useServer } from '../../support/server/use-server.js';
import { TEST_TIMEOUT_MS } from '../../support/jest/test-timeout.js';

jest.setTimeout(5 * TEST_TIMEOUT_MS);

const app = useServer();
const chrome = useBrowser();

const ARRAY_PROTOTYPES = ['Array.prototype', 'Object.getPrototypeOf(Uint8Array.prototype)'];
const without = (owner: string, ...names: string[]): string[] => names.map((name) => `delete ${owner}.${name}`);
const forbidden = (name: string): string =>
  `Object.defineProperty(window, '${name}', { get() { throw new DOMException('denied', 'SecurityError'); } })`;

/** Functions that some supported browsers lack: Chrome 87, Firefox 83, Safari 14.1. */
const MISSING: readonly string[] = [
  ...ARRAY_PROTOTYPES.flatMap((prototype) =>
    without(prototype, 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'with'),
  ),
  ...without('Array.prototype', 'toSpliced'),
  ...without('String.prototype', 'at', 'replaceAll', 'isWellFormed', 'toWellFormed'),
  ...without('Object', 'hasOwn', 'groupBy'),
  ...without('Map', 'groupBy'),
  ...without('Array', 'fromAsync'),
  ...without('Promise', 'withResolvers', 'try', 'any'),
  ...without('Intl', 'supportedValuesOf', 'Segmenter', 'ListFormat', 'DurationFormat'),
  ...without('Intl.NumberFormat.prototype', 'formatRange'),
  ...without('Set.prototype', 'union', 'intersection', 'difference', 'isSubsetOf'),
  ...without('Iterator.prototype', 'map', 'filter', 'toArray', 'some', 'find'),
  ...without('AbortSignal', 'timeout', 'any'),
  ...without('window', 'structuredClone', 'ResizeObserver', 'IntersectionObserver', 'reportError'),
  ...without('window', 'queueMicrotask', 'WeakRef', 'FinalizationRegistry', 'BroadcastChannel', 'requestIdleCallback'),
  ...without('window', 'ClipboardItem', 'CompressionStream', 'scheduler', 'navigation', 'Iterator'),
  ...without('Element.prototype', 'replaceChildren', 'checkVisibility'),
  ...without('Crypto.prototype', 'randomUUID'),
  ...without('Navigator.prototype', 'wakeLock', 'clipboard', 'locks', 'serviceWorker', 'userAgentData'),
  forbidden('localStorage'),
  forbidden('sessionStorage'),
  forbidden('indexedDB'),
];

/** Functions that all supported browsers have. The page cannot start without one of them, and must show a message. */
const NEEDED: readonly string[] = [
  ...without('window', 'Promise', 'fetch', 'AbortController', 'WeakMap', 'Intl', 'URL'),
  ...without('Object', 'fromEntries'),
];

/** Functions without which only parts of the page would work. */
const NEEDED_BY_PARTS: readonly string[] = [
  ...without('window', 'URLSearchParams', 'matchMedia', 'Path2D'),
  ...without('Array.prototype', 'includes', 'flatMap'),
  ...without('String.prototype', 'matchAll'),
  ...without('Intl', 'PluralRules'),
  ...without('Element.prototype', 'append'),
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

/**
 * Opens a board after a script has run, and returns what the page shows.
 * @param starts whether to wait until the page has started, even if it shows a message before
 */
async function openAfter(
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

describe('a page in an older browser', () => {
  it('shows the board without all newer functions, and without an error', async () => {
    expect(await openAfter(MISSING.join(';'))).toEqual({ value: true, note: '', errors: [] });
  });

  it('shows the board if WebSockets are blocked', async () => {
    expect(await openAfter('delete window.WebSocket')).toEqual({ value: true, note: '', errors: [] });
  });

  it.each(NEEDED)('shows why it cannot start after %s', async (script) => {
    const { value, note } = await openAfter(script);
    expect(value).toBe(false);
    expect(note).toMatch(/^Boardcast cannot start in this browser: \w+.+ Chrome 105.+later/);
  });

  it.each(NEEDED_BY_PARTS)('shows that it cannot start after %s, although parts of it could', async (script) => {
    const { note } = await openAfter(script);
    expect(note).toMatch(/^Boardcast cannot start in this browser: \w+.+ is missing.+ Chrome 105.+later/);
  });

  it('removes the message if the page starts despite an error', async () => {
    // The error occurs when the message can be shown, but before the page starts: scripts load one after the other.
    const script = `document.addEventListener('load', ({ target }) => {
      if (!/older-browsers/.test(target.src)) return;
      dispatchEvent(new ErrorEvent('error', { message: 'an extension failed' }));
      if (!/an extension failed/.test(document.querySelector('#older-browser')?.textContent)) throw new Error('no message');
    }, true)`;
    expect(await openAfter(script, { starts: true })).toEqual({ value: true, note: '', errors: [] });
  });

  it('shows that sizes can be wrong without container queries', async () => {
    const { value, note } = await openAfter(
      `const supports = CSS.supports.bind(CSS);
       CSS.supports = (...given) => !/container/.test(given.join()) && supports(...given)`,
    );
    expect(value).toBe(true);
    expect(note).toMatch(/^Text may have the wrong size.+container queries.+Safari 16/);
  });
});
