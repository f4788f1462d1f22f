import {
  ChangeDetectionStrategy,
  Component,
  DOCUMENT,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import type { Panel } from '../../../wire/board';
import type { InputError } from '../../../wire/problem';
import type { Range } from '../../../wire/range';
import type { PanelView } from '../../live/snapshot/board-view';
import type { ConnectionState } from '../../live/connection/connection-status';
import { PanelCard } from '../../panels/card/panel-card';
import { BoardEditor, placeWords } from '../draft/board-editor';
import { GRID_COLUMNS } from '../../../wire/grid';
import { type Drag, columnStep, dropped, hasBegun, offsetOf } from './grid-drag';
import type { Direction, Place } from './grid-layout';

/** A panel as it is edited. */
export interface EditedPanel {
  readonly panel: Panel;
  readonly view: PanelView | undefined;
  readonly range: Range;
  readonly errors: readonly InputError[];
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const GROWTH: Readonly<Record<Direction, { w: number; h: number }>> = {
  left: { w: -1, h: 0 },
  right: { w: 1, h: 0 },
  up: { w: 0, h: -1 },
  down: { w: 0, h: 1 },
};

/** So near to the window's edge the page scrolls along, this far each time the pointer moves. */
const EDGE_PX = 48;
const SCROLL_PX = 14;

/**
 * The board's live panels while they are arranged: dragged and resized by mouse, finger and keyboard. Each lies under a
 * button of its own, so that nothing in it reacts.
 */
@Component({
  selector: 'bc-edit-grid',
  imports: [PanelCard],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './edit-grid.html',
  styleUrl: './edit-grid.scss',
  host: { '(document:keydown.escape)': 'giveUp()' },
})
export class EditGrid {
  readonly panels = input.required<readonly EditedPanel[]>();
  readonly link = input.required<ConnectionState>();
  /** Somebody wants to fill in the selected panel's form. */
  readonly openForm = output();

  protected readonly editor = inject(BoardEditor);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly injector = inject(Injector);
  private readonly taken = signal<Drag | undefined>(undefined);

  protected readonly selected = computed(() => this.editor.selected()?.id);

  /** As it is read: by row, then by column. During a drag the order stays, or the dragged one would let go. */
  protected readonly items = computed(() =>
    this.panels().toSorted((a, b) => a.panel.layout.y - b.panel.layout.y || a.panel.layout.x - b.panel.layout.x),
  );
  protected readonly drag = computed(() => {
    const drag = this.taken();
    return drag && hasBegun(drag) ? drag : undefined;
  });
  protected readonly shown = computed(() => {
    const drag = this.drag();
    return drag ? dropped(this.editor.layout(), drag) : this.editor.layout();
  });
  protected readonly offset = computed(() => {
    const drag = this.drag();
    const place = drag && this.shown().get(drag.id);
    return drag && place ? offsetOf(drag, place) : null;
  });

  protected placeOf(panel: Panel): Place {
    return this.shown().get(panel.id) ?? panel.layout;
  }

  protected labelOf({ title, type, layout }: Panel): string {
    const name = title === '' ? $localize`Untitled panel` : title;
    return `${name}: ${type}, ${placeWords(layout)}`;
  }

  protected take(event: PointerEvent, id: string, kind: Drag['kind']): void {
    const from = this.editor.layout().get(id);
    const style = this.window?.getComputedStyle(this.host);
    const byFinger = event.pointerType === 'touch' && kind === 'move' && id !== this.selected();
    const onGrid = style?.gridTemplateColumns.split(' ').length === GRID_COLUMNS;
    if (!from || !style || !onGrid || event.button !== 0 || byFinger) return;
    (event.target as HTMLElement).setPointerCapture(event.pointerId);
    if (kind === 'resize') this.editor.select(id);
    const inner = this.host.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const start = { x: event.pageX, y: event.pageY };
    this.taken.set({ kind, id, from, start, now: start, columnPx: columnStep(inner) });
  }

  protected pull(event: PointerEvent): void {
    const taken = this.taken();
    if (!taken) return;
    this.taken.set({ ...taken, now: { x: event.pageX, y: event.pageY } });
    if (!this.window || !hasBegun(taken)) return;
    if (event.clientY > this.window.innerHeight - EDGE_PX) this.window.scrollBy(0, SCROLL_PX);
    else if (event.clientY < 2 * EDGE_PX) this.window.scrollBy(0, -SCROLL_PX);
  }

  protected drop(): void {
    const drag = this.drag();
    const place = drag && this.shown().get(drag.id);
    this.taken.set(undefined);
    if (!drag || !place) return;
    this.editor.select(drag.id);
    this.editor.lay(dropped(this.editor.layout(), drag), drag.id);
  }

  protected giveUp(): void {
    this.taken.set(undefined);
  }

  protected press(event: KeyboardEvent, id: string): void {
    const direction = DIRECTIONS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (direction) {
      if (event.shiftKey) this.editor.grow(id, GROWTH[direction]);
      else this.editor.step(id, direction);
      this.focus(id);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.remove(id);
    } else if (event.key === 'Enter') {
      this.editor.select(id);
      this.openForm.emit();
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Its node may have moved among the others, which takes the focus away. */
  focus(id: string | undefined): void {
    const focus = (): void => {
      const grips = [...this.host.querySelectorAll<HTMLElement>('.grip')];
      grips.find(({ dataset }) => dataset.panel === id)?.focus();
    };
    afterNextRender({ write: focus }, { injector: this.injector });
  }

  private remove(id: string): void {
    const ids = this.items().map(({ panel }) => panel.id);
    const index = ids.indexOf(id);
    this.editor.remove(id);
    this.focus(ids[index + 1] ?? ids[index - 1]);
  }
}
