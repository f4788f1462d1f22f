import {
  ChangeDetectionStrategy,
  Component,
  DOCUMENT,
  Injector,
  afterNextRender,
  computed,
  inject,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { RANGES, isRange } from '../../wire/range';
import { MAX_TITLE } from '../../wire/title';
import { LiveConfig } from '../live/live-config';
import { Icon } from '../ui/icon';
import { PanelForm } from './panel-form/panel-form';
import { TIME_ZONE_SUGGESTIONS } from './panel-form/fields/time-zone-suggestions';
import { RANGE_LABELS } from '../time-range/range-labels';
import { BoardEditor } from './draft/board-editor';
import { BoardSaver } from './draft/board-saver';

const MOVES = {
  left: $localize`Move left`,
  up: $localize`Move up`,
  down: $localize`Move down`,
  right: $localize`Move right`,
} as const;

/** The sidebar of the edit page: the form of the selected panel, or else the settings of the board. */
@Component({
  selector: 'bc-edit-sidebar',
  imports: [Icon, PanelForm],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './edit-sidebar.html',
  styleUrl: './edit-sidebar.scss',
})
export class EditSidebar {
  protected readonly editor = inject(BoardEditor);
  private readonly saver = inject(BoardSaver);
  private readonly document = inject(DOCUMENT);
  private readonly injector = inject(Injector);

  protected readonly ranges = RANGES.map((value) => ({ value, label: RANGE_LABELS[value] }));
  protected readonly errors = computed(() => this.saver.errors().get(this.editor.selected()?.id ?? '') ?? []);

  protected readonly maxTitle = MAX_TITLE;
  protected readonly untitled = $localize`Untitled panel`;

  /** Buttons that do the same as dragging, for users who cannot drag (WCAG 2.2, 2.5.7). */
  protected readonly rows = [
    {
      label: $localize`Move`,
      actions: (['left', 'up', 'down', 'right'] as const).map((direction) => ({
        label: MOVES[direction],
        sign: { left: '←', up: '↑', down: '↓', right: '→' }[direction],
        run: (id: string): void => {
          this.editor.movePanel(id, direction);
        },
      })),
    },
    {
      label: $localize`Width`,
      actions: [
        { label: $localize`Narrower`, sign: '−', run: this.growBy(-1, 0) },
        { label: $localize`Wider`, sign: '+', run: this.growBy(1, 0) },
      ],
    },
    {
      label: $localize`Height`,
      actions: [
        { label: $localize`Shorter`, sign: '−', run: this.growBy(0, -1) },
        { label: $localize`Taller`, sign: '+', run: this.growBy(0, 1) },
      ],
    },
  ];

  protected readonly timeZones = computed(() => {
    const own = this.editor.working()?.timeZone;
    return own === undefined || TIME_ZONE_SUGGESTIONS.includes(own)
      ? TIME_ZONE_SUGGESTIONS
      : [own, ...TIME_ZONE_SUGGESTIONS];
  });
  private readonly config = toSignal(inject(LiveConfig).timeZone$);
  protected readonly serverZone = computed(() => {
    const zone = this.config();
    return zone === undefined
      ? $localize`Server time zone (default)`
      : $localize`Server time zone: ${zone}:zone: (default)`;
  });

  protected chooseTimeZone(value: string): void {
    this.editor.setTimeZone(value === '' ? undefined : value);
  }

  protected chooseRange(value: string): void {
    this.editor.setRange(isRange(value) ? value : undefined);
  }

  /** Closes the form and returns the focus to its panel. */
  protected close(id: string): void {
    this.editor.select(undefined);
    this.focus(`.drag-handle[data-panel='${id}']`);
  }

  protected remove(id: string): void {
    this.editor.remove(id);
    this.focus('main');
  }

  protected duplicate(id: string): void {
    const copyId = this.editor.duplicate(id);
    if (copyId !== undefined) this.focus(`.drag-handle[data-panel='${copyId}']`);
  }

  private focus(selector: string): void {
    const focus = (): void => {
      this.document.querySelector<HTMLElement>(selector)?.focus();
    };
    afterNextRender({ write: focus }, { injector: this.injector });
  }

  private growBy(w: number, h: number): (id: string) => void {
    return (id) => {
      this.editor.resizePanelBy(id, { w, h });
    };
  }
}
