import {
  ChangeDetectionStrategy,
  Component,
  DOCUMENT,
  DestroyRef,
  ElementRef,
  type Signal,
  afterRenderEffect,
  computed,
  inject,
  input,
  model,
  signal,
  viewChild,
} from '@angular/core';
import type { Panel } from '../../../../wire/schemas/board';
import type { Frame } from '../../../../wire/schemas/frame';
import { CopyCode } from '../../../ui/copy-code';
import { Icon } from '../../../ui/icon';
import { LoadError } from '../../../ui/load-error';
import { MenuButton } from '../../../ui/overlay/menu-button';
import { CdkMenu, CdkMenuItem, MenuOverlay, Popover } from '../../../ui/overlay/overlays';
import { PanelExport } from '../export/panel-export';

const MESSAGE_MS = 5_000;

/**
 * The menu of a panel. With a mouse, its button appears only on hover and focus; without a mouse, it is always visible.
 */
@Component({
  selector: 'bc-panel-menu',
  imports: [CdkMenu, CdkMenuItem, CopyCode, Icon, LoadError, MenuButton, MenuOverlay, Popover],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './panel-menu.html',
  styleUrl: './panel-menu.scss',
})
export class PanelMenu {
  readonly panel = input.required<Panel>();
  /** The data to show as a table and to save; undefined without data. A signal, so that it is read only when needed. */
  readonly frame = input.required<Signal<Frame | undefined>>();
  /** The command that pushes data to the panel; undefined if its data cannot be pushed. */
  readonly pushExample = input.required<string | undefined>();
  /** The element that is copied as an image. */
  readonly imageElement = input.required<HTMLElement>();
  readonly fullScreen = model.required<boolean>();
  readonly asTable = model.required<boolean>();

  private readonly document = inject(DOCUMENT);
  private readonly export = inject(PanelExport);
  private readonly trigger = viewChild.required<ElementRef<HTMLElement>>('trigger');
  private timer?: ReturnType<typeof setTimeout>;

  protected readonly isPushExampleOpen = signal(false);
  protected readonly busy = signal(false);
  /** The result of the last action, shown for a few seconds. */
  protected readonly message = signal<string | undefined>(undefined);
  protected readonly name = computed(() => this.panel().title || $localize`Untitled panel`);

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer);
    });
    let wasFullScreen = false;
    afterRenderEffect(() => {
      const fullScreen = this.fullScreen();
      // If the panel was opened by a link, or closed by a button that is now gone, the focus would restart at the top
      // of the page.
      if (wasFullScreen && !fullScreen && this.document.activeElement === this.document.body)
        this.trigger().nativeElement.focus();
      wasFullScreen = fullScreen;
    });
  }

  protected saveCsv(): void {
    const frame = this.frame()();
    if (frame !== undefined) this.showMessage(this.export.saveCsv(this.panel().title, frame));
  }

  protected async copyImage(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    const message = await this.export.copyImage(this.panel().title, this.imageElement());
    this.busy.set(false);
    this.showMessage(message);
  }

  private showMessage(message: string): void {
    this.message.set(message);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.message.set(undefined);
    }, MESSAGE_MS);
  }
}
