import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Injectable, computed, inject, signal } from '@angular/core';
import { deepEqual } from '../../../wire/deep-equal';
import type { Board, Panel } from '../../../wire/schemas/board';
import type { Range } from '../../../wire/range';
import {
  type BoardDraft,
  edit,
  freeId,
  isDirty,
  openDraft,
  redo,
  removePanel,
  replacePanel,
  undo,
  withInvalidText,
} from './board-draft';
import { InvalidInputs, type InvalidInput } from '../../ui/form/invalid-inputs';
import type { BoardDefinition } from '../../api/board-definition';
import { DraftStorage } from './draft-storage';
import {
  type Direction,
  type GridLayout,
  compact,
  freePlace,
  heightOf,
  resizePanel,
  stepPanel,
} from '../grid/grid-layout';

const NEW_PANEL = {
  type: 'number',
  title: $localize`New panel`,
  query: { source: 'metrics', metric: '' },
  options: {},
};
const NEW_SIZE = { w: 3, h: 2 };

const CANNOT_MOVE: Readonly<Record<Direction, (title: string) => string>> = {
  left: (title) => $localize`${title}:title: cannot move further left`,
  right: (title) => $localize`${title}:title: cannot move further right`,
  up: (title) => $localize`${title}:title: cannot move further up`,
  down: (title) => $localize`${title}:title: cannot move further down`,
};

/** Holds the draft of the board on the page and edits it. Provided by the edit page. */
@Injectable()
export class BoardEditor implements InvalidInputs {
  private readonly storage = inject(DraftStorage);
  private readonly announcer = inject(LiveAnnouncer);
  private readonly current = signal<{ slug: string; draft: BoardDraft } | undefined>(undefined);
  private readonly selectedId = signal<string | undefined>(undefined);

  readonly draft = computed(() => this.current()?.draft);
  readonly working = computed(() => this.draft()?.working);
  readonly isDirty = computed(() => {
    const draft = this.draft();
    return draft !== undefined && isDirty(draft);
  });
  readonly canUndo = computed(() => (this.draft()?.past.length ?? 0) > 0);
  readonly canRedo = computed(() => (this.draft()?.future.length ?? 0) > 0);

  /** The selected panel, which the form edits. */
  readonly selected = computed(() => this.working()?.panels.find(({ id }) => id === this.selectedId()));
  readonly layout = computed<GridLayout>(() => layoutOf(this.working()?.panels ?? []));

  /** Whether the browser has stored the draft, so that it survives a reload. */
  readonly isStored = signal(true);

  /** Restores the draft that this tab has stored for the board, even if the board has changed since. */
  resume(slug: string): void {
    if (this.current()?.slug === slug) return;
    const kept = this.storage.read(slug);
    if (kept && isDirty(kept)) this.hold(slug, kept);
  }

  /**
   * Starts a draft of the board if there is none. If it is called again with a newer version, the draft is replaced only
   * while it has no changes and no undo steps.
   */
  open(board: Board): void {
    const { slug } = board;
    const held = this.current();
    if (held?.slug === slug) {
      const { version, past, future } = held.draft;
      const untouched = !isDirty(held.draft) && past.length === 0 && future.length === 0;
      if (untouched && board.version > version) this.current.set({ slug, draft: openDraft(board) });
      return;
    }
    this.hold(slug, openDraft(board));
  }

  select(id: string | undefined): void {
    this.selectedId.set(id);
  }

  /** Applies a layout and announces the new position of the panel `id`. */
  applyLayout(layout: GridLayout, id: string): void {
    const working = this.working();
    const place = layout.get(id);
    if (!working || !place) return;
    this.apply(withLayout(working, layout));
    this.announce(
      $localize`${this.titleOf(id)}:title:: ${placeText(place)}:place:, of ${heightOf(layout)}:count: rows`,
    );
  }

  /** Moves a panel one step and announces its new position, or that it cannot move. */
  movePanel(id: string, direction: Direction): void {
    const layout = this.layout();
    const next = stepPanel(layout, id, direction);
    if (next === layout) this.announce(CANNOT_MOVE[direction](this.titleOf(id)));
    else this.applyLayout(next, id);
  }

  /** Resizes a panel by columns and rows and announces its new size, or that it cannot be resized. */
  resizePanelBy(id: string, by: { w: number; h: number }): void {
    const layout = this.layout();
    const place = layout.get(id);
    if (!place) return;
    const next = resizePanel(layout, id, { w: place.w + by.w, h: place.h + by.h });
    const after = next.get(id);
    if (after?.w === place.w && after.h === place.h)
      this.announce($localize`${this.titleOf(id)}:title: cannot be resized any further`);
    else this.applyLayout(next, id);
  }

  /**
   * Adds a new panel in the first free place and selects it.
   *
   * @returns the id of the panel
   */
  add(): string | undefined {
    const working = this.working();
    if (!working) return undefined;
    const id = freeId(working, 'panel');
    this.insert(working, { ...NEW_PANEL, id, layout: { ...freePlace(this.layout(), NEW_SIZE) } });
    return id;
  }

  duplicate(id: string): string | undefined {
    const working = this.working();
    const panel = working?.panels.find((each) => each.id === id);
    if (!working || !panel) return undefined;
    const copyId = freeId(working, 'panel');
    this.insert(working, { ...panel, id: copyId, layout: { ...freePlace(this.layout(), panel.layout) } });
    return copyId;
  }

  remove(id: string): void {
    const working = this.working();
    if (!working) return;
    const title = this.titleOf(id);
    const next = removePanel(working, id);
    this.apply(withLayout(next, compact(layoutOf(next.panels))));
    if (this.selectedId() === id) this.selectedId.set(undefined);
    this.announce($localize`${title}:title: removed. Use Undo to restore it.`);
  }

  /** Replaces a panel. Consecutive changes of the same field are one undo step. */
  change(panel: Panel): void {
    const working = this.working();
    const before = working?.panels.find(({ id }) => id === panel.id);
    if (!working || !before) return;
    this.apply(replacePanel(working, panel), `${panel.id} ${changedFields(before, panel).join(' ')}`);
  }

  rename(title: string): void {
    const working = this.working();
    if (working) this.apply({ ...working, title }, 'title');
  }

  /** @param range undefined for the default */
  setRange(range: Range | undefined): void {
    const working = this.working();
    if (working) this.apply({ ...working, range });
  }

  /** @param timeZone IANA name; undefined for the time zone of the server */
  setTimeZone(timeZone: string | undefined): void {
    const working = this.working();
    if (working) this.apply({ ...working, timeZone });
  }

  get(field: string): string | undefined {
    return this.draft()?.invalid?.[field]?.text;
  }

  set(field: string, invalid: InvalidInput | undefined): void {
    this.updateDraft((draft) => withInvalidText(draft, field, invalid));
  }

  undo(): void {
    if (!this.canUndo()) return;
    this.updateDraft(undo);
    this.announce($localize`Undone`);
  }

  redo(): void {
    if (!this.canRedo()) return;
    this.updateDraft(redo);
    this.announce($localize`Redone`);
  }

  /** Replaces the draft by the result of `act`, and stores it in the browser. */
  updateDraft(act: (draft: BoardDraft) => BoardDraft): void {
    const held = this.current();
    if (!held) return;
    const draft = act(held.draft);
    if (draft === held.draft) return;
    this.current.set({ ...held, draft });
    this.isStored.set(this.storage.write(held.slug, draft));
  }

  /** Deletes the draft, because it was saved or discarded. */
  close(): void {
    const held = this.current();
    if (held) this.storage.delete(held.slug);
    this.current.set(undefined);
  }

  private hold(slug: string, draft: BoardDraft): void {
    this.selectedId.set(undefined);
    this.current.set({ slug, draft });
  }

  private insert(working: BoardDefinition, panel: Panel): void {
    this.apply({ ...working, panels: [...working.panels, panel] });
    this.selectedId.set(panel.id);
    this.announce($localize`${panel.title}:title: added in ${placeText(panel.layout)}:place:`);
  }

  private apply(working: BoardDefinition, act?: string): void {
    this.updateDraft((draft) => edit(draft, working, act));
  }

  private titleOf(id: string): string {
    const title = this.working()?.panels.find((panel) => panel.id === id)?.title;
    return title === undefined || title === '' ? $localize`The panel` : title;
  }

  private announce(text: string): void {
    void this.announcer.announce(text, 'polite');
  }
}

/** The position and size of a panel as text for screen readers. */
export function placeText({ x, y, w, h }: Panel['layout']): string {
  return $localize`column ${x + 1}:column:, row ${y + 1}:row:, ${w}:width: wide, ${h}:height: high`;
}

function layoutOf(panels: readonly Panel[]): GridLayout {
  return new Map(panels.map(({ id, layout }) => [id, layout]));
}

function withLayout(definition: BoardDefinition, layout: GridLayout): BoardDefinition {
  const panels = definition.panels.map((panel) => ({
    ...panel,
    layout: { ...(layout.get(panel.id) ?? panel.layout) },
  }));
  return { ...definition, panels };
}

function changedFields(before: Panel, after: Panel): string[] {
  const fields = ({ type, title, query, options }: Panel): Map<string, unknown> =>
    new Map([['type', type], ['title', title], ...Object.entries({ ...query }), ...Object.entries(options)]);
  const [oldFields, newFields] = [fields(before), fields(after)];
  const names = new Set([...oldFields.keys(), ...newFields.keys()]);
  return [...names].filter((name) => !deepEqual(oldFields.get(name), newFields.get(name)));
}
