import { DOCUMENT, Injectable, inject } from '@angular/core';
import type { Frame } from '../../../../wire/schemas/frame';
import { SaveFile } from '../../../common/save-file';
import { NOW } from '../../../common/ticker';
import { toCsv } from './csv';
import { DRAW_IMAGE } from './draw-image';
import { fileName } from './file-name';

/** Without a byte order mark, spreadsheets read UTF-8 in the code page of their system. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Exports a panel: its data as a file, its look as an image. Each method returns a message about the result for the
 * user.
 */
@Injectable({ providedIn: 'root' })
export class PanelExport {
  private readonly document = inject(DOCUMENT);
  private readonly drawImage = inject(DRAW_IMAGE);
  private readonly saveFile = inject(SaveFile);
  private readonly now = inject(NOW);

  saveCsv(title: string, frame: Frame): string {
    const name = fileName(title, this.now(), 'csv');
    this.saveFile.save(new Blob([BYTE_ORDER_MARK, toCsv(frame)], { type: 'text/csv;charset=utf-8' }), name);
    return $localize`Saved as ${name}:name:.`;
  }

  /**
   * Copies an image of the element to the clipboard. Saves it as a file if the browser does not allow that: it requires
   * https and permission.
   */
  async copyImage(title: string, element: HTMLElement): Promise<string> {
    const image = this.drawImage(element);
    try {
      if (await this.copyToClipboard(image)) return $localize`Copied as an image`;
      const name = fileName(title, this.now(), 'png');
      this.saveFile.save(await image, name);
      return $localize`This browser does not allow copying images here. Saved as ${name}:name:.`;
    } catch (error) {
      const reason = error instanceof Error ? error.message : '';
      return reason === ''
        ? $localize`Could not draw this panel as an image. Take a screenshot instead.`
        : $localize`Could not draw this panel as an image (${reason}:reason:). Take a screenshot instead.`;
    }
  }

  /**
   * Passes the promise to the clipboard, not the image: Safari requires the write during the click, before the image is
   * drawn.
   */
  private async copyToClipboard(image: Promise<Blob>): Promise<boolean> {
    const clipboard = this.document.defaultView?.navigator.clipboard;
    if (clipboard === undefined || typeof ClipboardItem === 'undefined') return false;
    try {
      await clipboard.write([new ClipboardItem({ 'image/png': image })]);
      return true;
    } catch {
      // Either the browser denied access or the image could not be drawn. The caller awaits the image and sees which.
      return false;
    }
  }
}
