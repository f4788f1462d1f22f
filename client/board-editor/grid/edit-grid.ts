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
import type { Panel } from '../../../wire/schemas/board';
import type { InputError } from '../../../wire/schemas/problem-schema';
import type { Range } from '../../../wire/range';
import type { PanelView } from '../../stream/snapshot/board-view';
import type { ConnectionState } from '../../stream/connection/connection-status';
import { PanelCard } from '../../panels/card/panel-card';
import { BoardEditor, placeText } from '../draft/board-editor';
import { GRID_COLUMNS } from '../../../wire/grid';
import { type Drag, columnStep, layoutAfterDrop, hasStarted, offsetOf } from './grid-drag';
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

/** During a drag this close to the edge of the window, each pointer move scrolls the page by `SCROLL_PX`. */
const EDGE_PX = 48;
const SCROLL_PX = 14;

/**
 * The panels of the edited board with live data. Panels are moved and resized with mouse, touch and keyboard. A button covers
 * each panel, so that the panel itself does not react.
 */
@Component({
  selector: 'bc-edit-grid',
  imports: [PanelCard],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './edit-grid.html',
  styleUrl: './edit-grid.scss',
  host: { '(document:keydown.escape)': 'cancelDrag()' },
})
export class EditGrid {
  readonly panels = input.required<readonly EditedPanel[]>();
  readonly link = input.required<ConnectionState>();
  /** Emits when the user presses Enter on a panel, to edit it in the form. */
  readonly openForm = output();

  protected readonly editor = inject(BoardEditor);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly injector = inject(Injector);
  private readonly pressedDrag = signal<Drag | undefined>(undefined);

  protected readonly selected = computed(() => this.editor.selected()?.id);

  /** In reading order. The order does not change during a drag, because moving the element would end the drag. */
  protected readonly items = computed(() =>
    this.panels().toSorted((a, b) => a.panel.layout.y - b.panel.layout.y || a.panel.layout.x - b.panel.layout.x),
  );
  protected readonly drag = computed(() => {
    const drag = this.pressedDrag();
    return drag && hasStarted(drag) ? drag : undefined;
  });
  protected readonly shown = computed(() => {
    const drag = this.drag();
    return drag ? layoutAfterDrop(this.editor.layout(), drag) : this.editor.layout();
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
    return `${name}: ${type}, ${placeText(layout)}`;
  }

  protected startDrag(event: PointerEvent, id: string, kind: Drag['kind']): void {
    const from = this.editor.layout().get(id);
    const style = this.window?.getComputedStyle(this.host);
    const isScroll = event.pointerType === 'touch' && kind === 'move' && id !== this.selected();
    const onGrid = style?.gridTemplateColumns.split(' ').length === GRID_COLUMNS;
    if (!from || !style || !onGrid || event.button !== 0 || isScroll) return;
    (event.target as HTMLElement).setPointerCapture(event.pointerId);
    if (kind === 'resize') this.editor.select(id);
    const inner = this.host.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const start = { x: event.pageX, y: event.pageY };
    this.pressedDrag.set({ kind, id, from, start, now: start, columnPx: columnStep(inner) });
  }

  protected continueDrag(event: PointerEvent): void {
    const pressed = this.pressedDrag();
    if (!pressed) return;
    this.pressedDrag.set({ ...pressed, now: { x: event.pageX, y: event.pageY } });
    if (!this.window || !hasStarted(pressed)) return;
    if (event.clientY > this.window.innerHeight - EDGE_PX) this.window.scrollBy(0, SCROLL_PX);
    else if (event.clientY < 2 * EDGE_PX) this.window.scrollBy(0, -SCROLL_PX);
  }

  protected endDrag(): void {
    const drag = this.drag();
    const place = drag && this.shown().get(drag.id);
    this.pressedDrag.set(undefined);
    if (!drag || !place) return;
    this.editor.select(drag.id);
    this.editor.applyLayout(layoutAfterDrop(this.editor.layout(), drag), drag.id);
  }

  protected cancelDrag(): void {
    this.pressedDrag.set(undefined);
  }

  protected handleKey(event: KeyboardEvent, id: string): void {
    const direction = DIRECTIONS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (direction) {
      if (event.shiftKey) this.editor.resizePanelBy(id, GROWTH[direction]);
      else this.editor.movePanel(id, direction);
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

  /** Focuses the panel after rendering. Its element may have moved in the DOM, which removes the focus. */
  focus(id: string | undefined): void {
    const focus = (): void => {
      const handles = [...this.host.querySelectorAll<HTMLElement>('.drag-handle')];
      handles.find(({ dataset }) => dataset.panel === id)?.focus();
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
