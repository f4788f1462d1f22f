import { DOCUMENT, Injectable, inject } from '@angular/core';
import type { Frame } from '../../../../wire/frame';
import { SaveFile } from '../../../common/save-file';
import { NOW } from '../../../common/ticker';
import { toCsv } from './csv';
import { DRAW_IMAGE } from './draw-image';
import { fileName } from './file-name';

/** Without it spreadsheets take UTF-8 for the code page of their system. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Takes a panel out of the page: its data as a file, its look as an image. Each act answers in words what came of it. */
@Injectable({ providedIn: 'root' })
export class PanelExport {
  private readonly document = inject(DOCUMENT);
  private readonly drawImage = inject(DRAW_IMAGE);
  private readonly saveFile = inject(SaveFile);
  private readonly now = inject(NOW);

  saveCsv(title: string, frame: Frame): string {
    const name = fileName(title, this.now(), 'csv');
    this.saveFile.save(new Blob([BYTE_ORDER_MARK, toCsv(frame)], { type: 'text/csv;charset=utf-8' }), name);
    return $localize`Saved as ${name}:name:`;
  }

  /** Into the clipboard; where the browser does not let it in (it asks for https, or for leave), into a file. */
  async copyImage(title: string, element: HTMLElement): Promise<string> {
    const image = this.drawImage(element);
    try {
      if (await this.copyToClipboard(image)) return $localize`Copied as an image`;
      const name = fileName(title, this.now(), 'png');
      this.saveFile.save(await image, name);
      return $localize`This browser does not let pages copy images here. Saved as ${name}:name:`;
    } catch (error) {
      const why = error instanceof Error ? error.message : '';
      return why === ''
        ? $localize`Could not draw this panel as an image. Take a screenshot instead.`
        : $localize`Could not draw this panel as an image (${why}:why:). Take a screenshot instead.`;
    }
  }

  /** The promise itself goes into the clipboard: Safari wants the write within the press, before the image is drawn. */
  private async copyToClipboard(image: Promise<Blob>): Promise<boolean> {
    const clipboard = this.document.defaultView?.navigator.clipboard;
    if (clipboard === undefined || typeof ClipboardItem === 'undefined') return false;
    try {
      await clipboard.write([new ClipboardItem({ 'image/png': image })]);
      return true;
    } catch {
      // Refused, or nothing was drawn: the caller's own wait for the image tells the two apart.
      return false;
    }
  }
}
