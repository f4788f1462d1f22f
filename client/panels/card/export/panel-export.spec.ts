import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SaveFile } from '../../../common/save-file';
import { PageClock } from '../../../common/testing/page-clock';
import { sampleFrame } from '../../testing/sample-frames';
import { DRAW_IMAGE } from './draw-image';
import { PanelExport } from './panel-export';

const PNG = new Blob(['png'], { type: 'image/png' });
const NAME = 'Orders 2026-03-04 12-00-00';

/** jsdom has no `ClipboardItem`. */
class Item {
  constructor(readonly parts: Record<string, Promise<Blob>>) {}
}

describe('PanelExport', () => {
  let saved: [Blob, string][];
  let draw: () => Promise<Blob>;

  beforeEach(() => {
    saved = [];
    draw = () => Promise.resolve(PNG);
    const file = { save: (blob: Blob, name: string) => saved.push([blob, name]) };
    TestBed.configureTestingModule({
      providers: [
        new PageClock().provide(),
        { provide: SaveFile, useValue: file },
        { provide: DRAW_IMAGE, useValue: () => draw() },
      ],
    });
  });
  afterEach(() => {
    Reflect.deleteProperty(navigator, 'clipboard');
    Reflect.deleteProperty(globalThis, 'ClipboardItem');
  });

  const haveClipboard = (write: (items: Item[]) => Promise<void>): void => {
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { write } });
    Object.defineProperty(globalThis, 'ClipboardItem', { configurable: true, value: Item });
  };
  const copy = (): Promise<string> =>
    TestBed.inject(PanelExport).copyImage('Orders', document.createElement('section'));

  it('saves the data as a CSV file in UTF-8', () => {
    const text = TestBed.inject(PanelExport).saveCsv('Orders', sampleFrame(0, { values: [1] }));
    expect(text).toBe(`Saved as ${NAME}.csv.`);
    expect(saved.map(([{ type }, name]) => [type, name])).toEqual([['text/csv;charset=utf-8', `${NAME}.csv`]]);
  });

  it('starts the file with a byte order mark, so that spreadsheets detect UTF-8', async () => {
    TestBed.inject(PanelExport).saveCsv('Orders', sampleFrame(0, { values: [1] }));
    const bytes = await new Promise<number[]>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => {
        resolve([...new Uint8Array(reader.result as ArrayBuffer)].slice(0, 4));
      };
      reader.readAsArrayBuffer(saved[0]?.[0] ?? new Blob());
    });
    expect(bytes).toEqual([0xef, 0xbb, 0xbf, 't'.charCodeAt(0)]);
  });

  it('copies an image into the clipboard', async () => {
    const copied: Blob[] = [];
    haveClipboard(async ([item]) => {
      const image = await item?.parts['image/png'];
      if (image !== undefined) copied.push(image);
    });
    expect(await copy()).toBe('Copied as an image');
    expect([copied, saved]).toEqual([[PNG], []]);
  });

  it('saves the image if the browser has no clipboard', async () => {
    expect(await copy()).toBe(`This browser does not allow copying images here. Saved as ${NAME}.png.`);
    expect(saved).toEqual([[PNG, `${NAME}.png`]]);
  });

  it('saves the image if the browser denies access to the clipboard', async () => {
    haveClipboard(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
    expect(await copy()).toMatch(/Saved as Orders/);
    expect(saved).toHaveLength(1);
  });

  it.each(['with', 'without'])('returns a message if the image cannot be drawn, %s a clipboard', async (which) => {
    draw = () => Promise.reject(new Error('out of memory'));
    if (which === 'with') {
      haveClipboard(async ([item]) => {
        await item?.parts['image/png'];
      });
    }
    expect(await copy()).toBe('Could not draw this panel as an image (out of memory). Take a screenshot instead.');
    expect(saved).toEqual([]);
  });
});
