import { Injectable, computed, inject, signal } from '@angular/core';
import { deepEqual } from '../../../wire/deep-equal';
import type { Board } from '../../../wire/board';
import { plural } from '../../i18n/plural';
import type { InputError } from '../../../wire/problem';
import { titleWithSuffix } from '../../../wire/title';
import { type Definition, definitionOf } from '../../api/board-definition';
import { BoardEditor } from './board-editor';
import { keepMine, openDraft, takeTheirs } from './board-draft';
import type { ApiResult } from '../../api/api-client';
import type { ApiError } from '../../api/api-error';
import { BoardsApi } from '../../api/boards-api';
import { errorsByPanel } from './panel-errors';

/**
 * How an attempt to save ended. `ahead`: saved, but the draft has gone on since. `conflict`: somebody else was faster, and
 * `theirs` is at hand.
 */
export type Outcome = 'saved' | 'ahead' | 'refused' | 'conflict';

export interface Trouble {
  readonly words: string;
  /** Whether the board is no more: then the draft can only become a board of its own. */
  readonly gone: boolean;
}

/** Brings the draft to the server, and loses neither version when somebody else was faster. Provide it with the page. */
@Injectable()
export class BoardSaver {
  private readonly api = inject(BoardsApi);
  private readonly editor = inject(BoardEditor);
  private readonly refused = signal<{ error: ApiError; definition: Definition } | undefined>(undefined);

  readonly busy = signal(false);

  /** Why the last attempt failed, in words. */
  readonly trouble = computed<Trouble | undefined>(() => {
    const error = this.refused()?.error;
    return error && { words: wordsOf(error), gone: error.status === 404 || error.status === 410 };
  });

  /** What the server said of single panels; of a panel that was edited since, no more. */
  readonly errors = computed<ReadonlyMap<string, readonly InputError[]>>(() => {
    const refused = this.refused();
    const now = new Set(this.editor.working()?.panels);
    if (!refused) return new Map();
    const { error, definition } = refused;
    return new Map(
      [...errorsByPanel(error.errors, definition)]
        .filter(([panel]) => now.has(panel))
        .map(([{ id }, errors]) => [id, errors]),
    );
  });

  async save(slug: string): Promise<Outcome> {
    const draft = this.editor.draft();
    if (!draft) return 'refused';
    const answer = await this.during(this.api.replace(slug, draft.version, draft.working), draft.working);
    if ('value' in answer) {
      const isAhead = this.editor.working() !== draft.working;
      this.editor.become((now) => (isAhead ? keepMine(now, answer.value) : openDraft(answer.value)));
      return isAhead ? 'ahead' : 'saved';
    }
    if (answer.error.status !== 412) return 'refused';
    return 'conflict';
  }

  /** What the server has now. */
  async theirs(slug: string): Promise<Board | undefined> {
    const answer = await this.during(this.api.get(slug), this.editor.working());
    return 'value' in answer ? answer.value : undefined;
  }

  /** Whether that is what the draft says: the answer to an earlier attempt may have been lost on its way. */
  isMine(theirs: Board): boolean {
    return deepEqual(definitionOf(theirs), this.editor.working());
  }

  /** Over theirs; whoever was faster once more is met once more. */
  async overwrite(slug: string, theirs: Board): Promise<Outcome> {
    this.editor.become((draft) => keepMine(draft, theirs));
    return this.save(slug);
  }

  /** Mine stays one undo away. */
  take(theirs: Board): void {
    this.refused.set(undefined);
    this.editor.become((draft) => takeTheirs(draft, theirs));
  }

  /** The draft as a board of its own; the one that was edited stays as it is. */
  async copy(): Promise<Board | undefined> {
    const working = this.editor.working();
    if (!working) return undefined;
    const answer = await this.during(
      this.api.create({ ...working, title: titleWithSuffix(working.title, COPY) }),
      working,
    );
    return 'value' in answer ? answer.value : undefined;
  }

  dismiss(): void {
    this.refused.set(undefined);
  }

  private async during<T>(asking: Promise<ApiResult<T>>, definition: Definition | undefined): Promise<ApiResult<T>> {
    this.busy.set(true);
    const answer = await asking;
    this.busy.set(false);
    const error = 'error' in answer && answer.error.status !== 412 ? answer.error : undefined;
    this.refused.set(error && definition && { error, definition });
    return answer;
  }
}

const COPY = $localize`:behind a title|: (my copy)`;

function wordsOf({ status, detail, errors }: ApiError): string {
  if (status === 0) {
    return $localize`Not saved: the server does not answer. Your draft is kept in this tab. Save again when the server is back.`;
  }
  if (status === 404 || status === 410) {
    return $localize`Not saved: this board was deleted. Your draft is kept. You can save it as a new board.`;
  }
  const ofPanels = errors.filter(({ path }) => path.startsWith('panels[')).length;
  if (ofPanels === 0 || ofPanels < errors.length) return $localize`Not saved: ${detail}:why:`;
  return plural(
    ofPanels,
    $localize`{COUNT, plural, =1 {Not saved: a panel has an error. Its form shows the error.} other {Not saved: panels have {COUNT} errors. Their forms show the errors.}}`,
  );
}
