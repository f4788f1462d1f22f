import { Dialog } from '@angular/cdk/dialog';
import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
} from '@angular/core';
import { Title } from '@angular/platform-browser';
import { Router, RouterLink } from '@angular/router';
import { deepEqual } from '../../wire/deep-equal';
import type { Panel } from '../../wire/schemas/board';
import { DEFAULT_RANGE, type Range, isRange } from '../../wire/range';
import { LiveBoard } from '../live/live-board';
import { InvalidInputs } from '../ui/form/invalid-inputs';
import { Icon } from '../ui/icon';
import { PageHeader } from '../ui/page/page-header';
import { PageReload } from '../common/page-reload';
import { BoardLoadState } from '../panels/grid/board-load-state';
import { PageMessage } from '../ui/page/page-message';
import { type UnsavedChanges, NewVersionBanner } from '../live/new-version/new-version-banner';
import { problemTextOf } from '../live/board-problem-text';
import { ConnectionBadge } from '../live/connection-badge/connection-badge';
import { BoardEditor } from './draft/board-editor';
import { BoardSaver } from './draft/board-saver';
import { openLeaveDialog } from './dialogs/leave-dialog';
import { openConflictDialog } from './dialogs/conflict-dialog';
import { EditGrid, type EditedPanel } from './grid/edit-grid';
import { EditSidebar } from './edit-sidebar';
import { focusField } from './focus-field';
import { type InvalidField, invalidFields } from './draft/invalid-fields';
import { PanelPreviews, type RequiredPreview, requiredPreviews } from './panel-previews';
import { readOnlyReason } from './read-only-reason';

/** The page `/boards/:slug/edit`, which arranges and configures the panels of a board with live data. */
@Component({
  selector: 'bc-edit-page',
  imports: [
    BoardLoadState,
    EditGrid,
    EditSidebar,
    Icon,
    PageMessage,
    NewVersionBanner,
    PageHeader,
    RouterLink,
    ConnectionBadge,
  ],
  providers: [BoardEditor, BoardSaver, LiveBoard, PanelPreviews, { provide: InvalidInputs, useExisting: BoardEditor }],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './edit-page.html',
  styleUrl: './edit-page.scss',
  host: { '(document:keydown)': 'handleKey($event)', '(window:beforeunload)': 'warnBeforeUnload($event)' },
})
export class EditPage {
  /** Route parameter. */
  readonly slug = input.required<string>();

  protected readonly editor = inject(BoardEditor);
  protected readonly saver = inject(BoardSaver);
  private readonly live = inject(LiveBoard);
  private readonly previews = inject(PanelPreviews);
  private readonly dialogs = inject(Dialog);
  private readonly router = inject(Router);
  private readonly reload = inject(PageReload);
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly title = inject(Title);

  protected readonly labels = {
    discard: $localize`Discard`,
    close: $localize`Close`,
    save: $localize`Save`,
    saving: $localize`Saving…`,
  };
  protected readonly status = this.live.status;
  private readonly view = computed(() => {
    const view = this.live.view();
    return view?.board.slug === this.slug() ? view : undefined;
  });
  protected readonly problem = problemTextOf(this.live, this.slug);
  protected readonly readOnly = computed(() => {
    const board = this.view()?.board;
    return board && readOnlyReason(board);
  });
  protected readonly heading = computed(() => this.editor.working()?.title ?? this.view()?.board.title ?? this.slug());
  protected readonly range = computed(() => this.editor.working()?.range ?? DEFAULT_RANGE);

  /** The version of the stored board, if another user has saved it since the draft was started. */
  protected readonly newerVersion = computed(() => {
    const [version, draft] = [this.view()?.board.version, this.editor.draft()];
    return version !== undefined && draft !== undefined && version > draft.version ? version : undefined;
  });
  protected readonly deleted = computed(() => this.problem()?.final === true && this.saver.failure() === undefined);
  protected readonly canSave = computed(() => this.editor.isDirty() && !this.saver.busy());

  private readonly invalid = computed<readonly InvalidField[]>(() => {
    const draft = this.editor.draft();
    return draft === undefined ? [] : invalidFields(draft);
  });
  /** The name of the invalid field that prevented saving. */
  private readonly blockedBy = signal<string | undefined>(undefined);
  /** Why saving was not possible, until the field is corrected. */
  protected readonly blocked = computed(() => this.invalid().find(({ field }) => field === this.blockedBy())?.message);

  protected readonly unsavedChanges = computed<UnsavedChanges>(() =>
    this.editor.isDirty() ? (this.editor.isStored() ? 'stored' : 'notStored') : 'none',
  );

  private readonly requiredPreviews = computed<readonly RequiredPreview[]>(
    () => {
      const draft = this.editor.working();
      return draft ? requiredPreviews(draft, this.view()?.board, (panel) => this.rangeOf(panel)) : [];
    },
    { equal: deepEqual },
  );

  protected readonly panels = computed<readonly EditedPanel[]>(() => {
    const panels = this.editor.working()?.panels ?? [];
    return panels.map((panel) => ({
      panel,
      view: this.viewOf(panel),
      range: this.rangeOf(panel),
      errors: this.saver.errors().get(panel.id) ?? [],
    }));
  });

  constructor() {
    this.previews.follow(this.requiredPreviews);
    effect(() => {
      this.live.show(this.slug(), this.range());
    });
    effect(() => {
      const slug = this.slug();
      untracked(() => {
        this.editor.resume(slug);
      });
    });
    effect(() => {
      const board = this.view()?.board;
      if (board === undefined || readOnlyReason(board) !== undefined) return;
      untracked(() => {
        this.editor.open(board);
      });
    });
    effect(() => {
      this.title.setTitle($localize`Edit ${this.heading()}:title: · Boardcast`);
    });
  }

  /** Called by the `canDeactivate` guard before the router shows another page. */
  async mayLeave(): Promise<boolean> {
    if (!this.editor.isDirty()) {
      this.editor.close();
      return true;
    }
    const choice = await openLeaveDialog(this.dialogs, this.heading());
    if (choice === 'save') return this.saveDraft();
    if (choice === 'discard') this.editor.close();
    return choice === 'discard';
  }

  protected refresh(): void {
    this.live.refresh();
  }

  protected add(): void {
    this.editor.add();
    this.focusForm();
    // On a long board, the new panel is below the visible part of the page.
    const show = (): void => {
      this.host.querySelector('bc-edit-grid .selected')?.scrollIntoView({ block: 'nearest' });
    };
    afterNextRender({ write: show }, { injector: this.injector });
  }

  protected leave(): void {
    void this.goTo(this.slug());
  }

  protected async save(): Promise<void> {
    if (!this.canSave()) return;
    if (await this.saveDraft()) await this.goTo(this.slug());
  }

  /** @returns whether the draft was saved */
  private async saveDraft(): Promise<boolean> {
    if (await this.focusFirstInvalid()) return false;
    const result = await this.saver.save(this.slug());
    if (result === 'saved') this.editor.close();
    if (result === 'conflict') await this.resolveConflict();
    if (result === 'rejected') await this.focusRejectedPanel();
    return result === 'saved';
  }

  /** @returns whether there is an invalid field, which has the focus then */
  private async focusFirstInvalid(): Promise<boolean> {
    for (;;) {
      const [first] = this.invalid();
      this.blockedBy.set(first?.field);
      if (first === undefined) return false;
      this.saver.dismiss();
      this.editor.select(first.panel);
      if (await focusField(this.host, `[data-field="${first.field}"]`, this.injector)) return true;
      // The panel has a new type without this field. The text is not part of the board, so it is dropped.
      if (this.editor.get(first.field) === undefined) return true;
      this.editor.set(first.field, undefined);
    }
  }

  /** Selects the first panel that the server rejected, and focuses its first invalid field. */
  private async focusRejectedPanel(): Promise<void> {
    const rejected = this.panels().find(({ errors }) => errors.length > 0);
    if (rejected === undefined) return;
    this.editor.select(rejected.panel.id);
    await focusField(this.host, 'bc-panel-form :has(> [aria-invalid="true"])', this.injector);
  }

  /** Shows both versions and lets the user decide which one to keep. */
  protected async resolveConflict(): Promise<void> {
    const theirs = await this.saver.theirs(this.slug());
    const draft = this.editor.draft();
    if (!theirs || !draft) return;
    if (this.saver.isMine(theirs)) {
      await this.finish(this.slug());
      return;
    }
    const decision = await openConflictDialog(this.dialogs, { draft, theirs });
    if (decision === 'theirs') this.saver.takeTheirs(theirs);
    if (decision === 'copy') await this.saveCopy();
    if (decision !== 'mine') return;
    const result = await this.saver.overwrite(this.slug(), theirs);
    if (result === 'saved') await this.finish(this.slug());
    if (result === 'conflict') await this.resolveConflict();
  }

  protected async saveCopy(): Promise<void> {
    const copy = await this.saver.copy();
    if (copy) await this.finish(copy.slug);
  }

  protected focusForm(): void {
    const focus = (): void => {
      this.host.querySelector<HTMLElement>('bc-panel-form :is(input, select, textarea, button)')?.focus();
    };
    afterNextRender({ write: focus }, { injector: this.injector });
  }

  protected handleKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.dialogs.openDialogs.length > 0) return;
    const key = event.key.toLowerCase();
    if (key === 's') {
      event.preventDefault();
      void this.save();
    } else if ((key === 'z' || key === 'y') && !isTextInput(event.target)) {
      event.preventDefault();
      if (key === 'y' || event.shiftKey) this.editor.redo();
      else this.editor.undo();
    }
  }

  /** Warns before closing the tab would lose the draft. A reload keeps it, but only our own reload can be recognized. */
  protected warnBeforeUnload(event: BeforeUnloadEvent): void {
    const changes = this.unsavedChanges();
    if (changes === 'notStored' || (changes === 'stored' && !this.reload.isInProgress)) event.preventDefault();
  }

  private async finish(slug: string): Promise<void> {
    this.editor.close();
    await this.goTo(slug);
  }

  private goTo(slug: string): Promise<boolean> {
    return this.router.navigate(['/boards', slug]);
  }

  /** A panel may have a time range of its own. */
  private rangeOf({ options }: Panel): Range {
    return isRange(options.range) ? options.range : this.range();
  }

  private viewOf(panel: Panel): EditedPanel['view'] {
    const wanted = this.requiredPreviews().find(({ id }) => id === panel.id);
    return wanted ? this.previews.viewOf(wanted) : this.view()?.panels.get(panel.id);
  }
}

/** Whether the element has its own undo. */
function isTextInput(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'checkbox');
}
