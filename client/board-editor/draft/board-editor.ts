import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Injectable, computed, inject, signal } from '@angular/core';
import { deepEqual } from '../../../wire/deep-equal';
import type { Board, Panel } from '../../../wire/board';
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
import type { Definition } from '../../api/board-definition';
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

const NO_FURTHER: Readonly<Record<Direction, (title: string) => string>> = {
  left: (title) => $localize`${title}:title: cannot go further left`,
  right: (title) => $localize`${title}:title: cannot go further right`,
  up: (title) => $localize`${title}:title: cannot go further up`,
  down: (title) => $localize`${title}:title: cannot go further down`,
};

/** The draft of the board on the page, and everything that can be done to it. Provide it with the page. */
@Injectable()
export class BoardEditor implements InvalidInputs {
  private readonly storage = inject(DraftStorage);
  private readonly voice = inject(LiveAnnouncer);
  private readonly held = signal<{ slug: string; draft: BoardDraft } | undefined>(undefined);
  private readonly chosen = signal<string | undefined>(undefined);

  readonly draft = computed(() => this.held()?.draft);
  readonly working = computed(() => this.draft()?.working);
  readonly dirty = computed(() => {
    const draft = this.draft();
    return draft !== undefined && isDirty(draft);
  });
  readonly canUndo = computed(() => (this.draft()?.past.length ?? 0) > 0);
  readonly canRedo = computed(() => (this.draft()?.future.length ?? 0) > 0);

  /** The panel that the form is for. */
  readonly selected = computed(() => this.working()?.panels.find(({ id }) => id === this.chosen()));
  readonly layout = computed<GridLayout>(() => layoutOf(this.working()?.panels ?? []));

  /** Whether the browser keeps the draft over a reload. */
  readonly kept = signal(true);

  /** Goes on with what this tab has kept of the board, whatever became of the board since. */
  resume(slug: string): void {
    if (this.held()?.slug === slug) return;
    const kept = this.storage.read(slug);
    if (kept && isDirty(kept)) this.hold(slug, kept);
  }

  /**
   * Begins a draft of the board, if there is none. Called again with a newer version it follows only while
   * there is nothing to lose.
   */
  open(board: Board): void {
    const { slug } = board;
    const held = this.held();
    if (held?.slug === slug) {
      const { version, past, future } = held.draft;
      const untouched = !isDirty(held.draft) && past.length === 0 && future.length === 0;
      if (untouched && board.version > version) this.held.set({ slug, draft: openDraft(board) });
      return;
    }
    this.hold(slug, openDraft(board));
  }

  select(id: string | undefined): void {
    this.chosen.set(id);
  }

  /** Another layout, because of this panel; says where it is now. */
  lay(layout: GridLayout, id: string): void {
    const working = this.working();
    const place = layout.get(id);
    if (!working || !place) return;
    this.apply(laidOut(working, layout));
    this.say($localize`${this.titleOf(id)}:title:: ${placeWords(place)}:place:, of ${heightOf(layout)}:count: rows`);
  }

  /** One step in a direction; says so, or that there is no room. */
  step(id: string, direction: Direction): void {
    const layout = this.layout();
    const next = stepPanel(layout, id, direction);
    if (next === layout) this.say(NO_FURTHER[direction](this.titleOf(id)));
    else this.lay(next, id);
  }

  /** Larger or smaller by a column or a row; says so, or that it cannot. */
  grow(id: string, by: { w: number; h: number }): void {
    const layout = this.layout();
    const place = layout.get(id);
    if (!place) return;
    const next = resizePanel(layout, id, { w: place.w + by.w, h: place.h + by.h });
    const after = next.get(id);
    if (after?.w === place.w && after.h === place.h)
      this.say($localize`${this.titleOf(id)}:title: cannot be resized any further`);
    else this.lay(next, id);
  }

  /** Puts a new panel below all others, or into the first gap, and selects it. */
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
    const copy = freeId(working, 'panel');
    this.insert(working, { ...panel, id: copy, layout: { ...freePlace(this.layout(), panel.layout) } });
    return copy;
  }

  remove(id: string): void {
    const working = this.working();
    if (!working) return;
    const title = this.titleOf(id);
    const next = removePanel(working, id);
    this.apply(laidOut(next, compact(layoutOf(next.panels))));
    if (this.chosen() === id) this.chosen.set(undefined);
    this.say($localize`${title}:title: removed. Use Undo to restore it`);
  }

  /** What the form says; going on in the same field is one step of undo. */
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

  /** @param range undefined: the default */
  chooseRange(range: Range | undefined): void {
    const working = this.working();
    if (working) this.apply({ ...working, range });
  }

  /** @param timeZone an IANA name; undefined: the server's */
  chooseTimeZone(timeZone: string | undefined): void {
    const working = this.working();
    if (working) this.apply({ ...working, timeZone });
  }

  get(field: string): string | undefined {
    return this.draft()?.invalid?.[field]?.text;
  }

  set(field: string, invalid: InvalidInput | undefined): void {
    this.become((draft) => withInvalidText(draft, field, invalid));
  }

  undo(): void {
    if (!this.canUndo()) return;
    this.become(undo);
    this.say($localize`Undone`);
  }

  redo(): void {
    if (!this.canRedo()) return;
    this.become(redo);
    this.say($localize`Redone`);
  }

  /** Another draft of the same board, as after saving or a lost race. */
  become(act: (draft: BoardDraft) => BoardDraft): void {
    const held = this.held();
    if (!held) return;
    const draft = act(held.draft);
    if (draft === held.draft) return;
    this.held.set({ ...held, draft });
    this.kept.set(this.storage.write(held.slug, draft));
  }

  /** Ends the draft: it was saved, or is not wanted. */
  close(): void {
    const held = this.held();
    if (held) this.storage.forget(held.slug);
    this.held.set(undefined);
  }

  private hold(slug: string, draft: BoardDraft): void {
    this.chosen.set(undefined);
    this.held.set({ slug, draft });
  }

  private insert(working: Definition, panel: Panel): void {
    this.apply({ ...working, panels: [...working.panels, panel] });
    this.chosen.set(panel.id);
    this.say($localize`${panel.title}:title: added in ${placeWords(panel.layout)}:place:`);
  }

  private apply(working: Definition, act?: string): void {
    this.become((draft) => edit(draft, working, act));
  }

  private titleOf(id: string): string {
    const title = this.working()?.panels.find((panel) => panel.id === id)?.title;
    return title === undefined || title === '' ? $localize`The panel` : title;
  }

  private say(words: string): void {
    void this.voice.announce(words, 'polite');
  }
}

/** Where a panel lies and how large it is, as it is read out. */
export function placeWords({ x, y, w, h }: Panel['layout']): string {
  return $localize`column ${x + 1}:column:, row ${y + 1}:row:, ${w}:width: wide, ${h}:height: high`;
}

function layoutOf(panels: readonly Panel[]): GridLayout {
  return new Map(panels.map(({ id, layout }) => [id, layout]));
}

function laidOut(definition: Definition, layout: GridLayout): Definition {
  const panels = definition.panels.map((panel) => ({
    ...panel,
    layout: { ...(layout.get(panel.id) ?? panel.layout) },
  }));
  return { ...definition, panels };
}

function changedFields(before: Panel, after: Panel): string[] {
  const fields = ({ type, title, query, options }: Panel): Map<string, unknown> =>
    new Map([['type', type], ['title', title], ...Object.entries({ ...query }), ...Object.entries(options)]);
  const [old, now] = [fields(before), fields(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => !deepEqual(old.get(name), now.get(name)));
}
