import { Injectable, computed, inject, signal } from '@angular/core';
import { errorText } from '../../api/error-text';
import { deepEqual } from '../../../wire/deep-equal';
import type { Board } from '../../../wire/schemas/board';
import { plural } from '../../i18n/plural';
import type { InputError } from '../../../wire/schemas/problem-schema';
import { titleWithSuffix } from '../../../wire/title';
import { type BoardDefinition, toDefinition } from '../../api/board-definition';
import { BoardEditor } from './board-editor';
import { keepMine, openDraft, takeTheirs } from './board-draft';
import type { ApiResult } from '../../stream/http/api-client';
import type { ApiError } from '../../stream/http/api-error';
import { BoardsApi } from '../../api/boards-api';
import { errorsByPanel } from './panel-errors';

/**
 * The result of saving. `ahead`: saved, but the draft was edited while the request was running. `conflict`: the stored board
 * has a newer version. `rejected`: any other failure, see `failure`.
 */
export type SaveResult = 'saved' | 'ahead' | 'rejected' | 'conflict';

export interface SaveFailure {
  readonly text: string;
  /** Whether the board was deleted. The draft can then only be saved as a new board. */
  readonly isDeleted: boolean;
}

/** Saves the draft to the server, and detects conflicting changes by other users. Provided by the edit page. */
@Injectable()
export class BoardSaver {
  private readonly api = inject(BoardsApi);
  private readonly editor = inject(BoardEditor);
  private readonly rejected = signal<{ error: ApiError; definition: BoardDefinition } | undefined>(undefined);

  readonly busy = signal(false);

  /** Why the last attempt failed. */
  readonly failure = computed<SaveFailure | undefined>(() => {
    const error = this.rejected()?.error;
    return error && { text: failureText(error), isDeleted: error.status === 404 || error.status === 410 };
  });

  /** The errors of the last attempt by panel id, without panels that were edited since. */
  readonly errors = computed<ReadonlyMap<string, readonly InputError[]>>(() => {
    const rejected = this.rejected();
    const unchanged = new Set(this.editor.working()?.panels);
    if (!rejected) return new Map();
    const { error, definition } = rejected;
    return new Map(
      [...errorsByPanel(error.errors, definition)]
        .filter(([panel]) => unchanged.has(panel))
        .map(([{ id }, errors]) => [id, errors]),
    );
  });

  async save(slug: string): Promise<SaveResult> {
    const draft = this.editor.draft();
    if (!draft) return 'rejected';
    const result = await this.track(this.api.replace(slug, draft.version, draft.working), draft.working);
    if ('value' in result) {
      const isAhead = this.editor.working() !== draft.working;
      this.editor.updateDraft((now) => (isAhead ? keepMine(now, result.value) : openDraft(result.value)));
      return isAhead ? 'ahead' : 'saved';
    }
    if (result.error.status !== 412) return 'rejected';
    return 'conflict';
  }

  /** Loads the board as the server has stored it now. */
  async theirs(slug: string): Promise<Board | undefined> {
    const result = await this.track(this.api.get(slug), this.editor.working());
    return 'value' in result ? result.value : undefined;
  }

  /** Whether the stored board equals the draft. This happens if the response to an earlier attempt was lost. */
  isMine(theirs: Board): boolean {
    return deepEqual(toDefinition(theirs), this.editor.working());
  }

  /** Saves the draft over `theirs`. There is another conflict if the board has changed again. */
  async overwrite(slug: string, theirs: Board): Promise<SaveResult> {
    this.editor.updateDraft((draft) => keepMine(draft, theirs));
    return this.save(slug);
  }

  /** Replaces the draft by `theirs`. Undo restores the draft. */
  takeTheirs(theirs: Board): void {
    this.rejected.set(undefined);
    this.editor.updateDraft((draft) => takeTheirs(draft, theirs));
  }

  /** Saves the draft as a new board. The edited board does not change. */
  async copy(): Promise<Board | undefined> {
    const working = this.editor.working();
    if (!working) return undefined;
    const result = await this.track(
      this.api.create({ ...working, title: titleWithSuffix(working.title, COPY_SUFFIX) }),
      working,
    );
    return 'value' in result ? result.value : undefined;
  }

  dismiss(): void {
    this.rejected.set(undefined);
  }

  private async track<T>(
    request: Promise<ApiResult<T>>,
    definition: BoardDefinition | undefined,
  ): Promise<ApiResult<T>> {
    this.busy.set(true);
    const result = await request;
    this.busy.set(false);
    const error = 'error' in result && result.error.status !== 412 ? result.error : undefined;
    this.rejected.set(error && definition && { error, definition });
    return result;
  }
}

const COPY_SUFFIX = $localize`:behind a title|: (my copy)`;

function failureText(error: ApiError): string {
  const { status, errors } = error;
  if (status === 0) {
    return $localize`Not saved: the server does not answer. Your draft is kept in this tab. Save again when the server is back.`;
  }
  if (status === 404 || status === 410) {
    return $localize`Not saved: this board was deleted. Your draft is kept. You can save it as a new board.`;
  }
  const panelErrors = errors.filter(({ path }) => path.startsWith('panels[')).length;
  if (panelErrors === 0 || panelErrors < errors.length) return $localize`Not saved: ${errorText(error)}:why:`;
  return plural(
    panelErrors,
    $localize`{COUNT, plural, =1 {Not saved: a panel has an error. Its form shows the error.} other {Not saved: panels have {COUNT} errors. Their forms show the errors.}}`,
  );
}
