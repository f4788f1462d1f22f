import { Dialog } from '@angular/cdk/dialog';
import { Injectable, inject } from '@angular/core';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import type { Board, BoardSummary } from '../../wire/board';
import { titleWithSuffix } from '../../wire/title';
import { SaveFile } from '../common/save-file';
import { Toaster } from '../ui/toast/toaster';
import { BoardsApi } from '../api/boards-api';
import { boardFileOf, readBoardFile, writeBoardFile, type BoardFile } from './board-file';
import { BoardRemovals } from './board-removals';
import { ImportDialog, type ImportTrouble } from './import/import-dialog';
import { NewBoardDialog } from './new-board/new-board-dialog';

const COPY = $localize`:behind a title|: (copy)`;

/** As long as one may want to take a deletion back. */
const UNDO_MS = 10_000;

/** A definition takes at most 1 MiB; reading a film that was dropped by mistake would only take memory. */
const MOST_BYTES = 4 * 1024 * 1024;

/** What the list of boards can do with boards. Loaded with the first act. */
@Injectable({ providedIn: 'root' })
export class BoardActions {
  private readonly api = inject(BoardsApi);
  private readonly dialogs = inject(Dialog);
  private readonly removals = inject(BoardRemovals);
  private readonly router = inject(Router);
  private readonly files = inject(SaveFile);
  private readonly toaster = inject(Toaster);

  /** Asks what the board begins with, makes it, and opens it where it is edited. */
  async make(): Promise<void> {
    const ref = this.dialogs.open<Board>(NewBoardDialog, { ariaLabelledBy: 'new-board-heading' });
    const board = await firstValueFrom(ref.closed);
    if (board !== undefined) await this.router.navigate(['/boards', board.slug, 'edit']);
  }

  /** @returns whether there is a new board */
  async duplicate({ slug, title }: BoardSummary): Promise<boolean> {
    const read = await this.api.get(slug);
    const answer = 'value' in read ? await this.api.create(copyOf(read.value)) : read;
    if ('error' in answer) {
      this.toaster.show($localize`“${title}:title:” was not duplicated. ${answer.error.detail}:why:`);
      return false;
    }
    this.tell($localize`There is “${answer.value.title}:title:” now`, answer.value);
    return true;
  }

  /**
   * Hides the board, and deletes it once nobody has taken that back.
   *
   * @param settled called when the server has answered, so that the list can be fetched anew
   */
  remove(board: BoardSummary, settled: () => void): void {
    this.removals.begin(board);
    this.toaster.show($localize`“${board.title}:title:” is deleted`, {
      ms: UNDO_MS,
      focus: true,
      action: {
        label: $localize`Undo`,
        run: () => {
          this.removals.undo(board.slug);
        },
      },
      ended: () => {
        void this.removals.finish(board.slug).then((outcome) => {
          if (outcome?.gone === false) this.toaster.show(outcome.words);
          settled();
        });
      },
    });
  }

  async export({ slug, title }: BoardSummary): Promise<void> {
    const answer = await this.api.get(slug);
    if ('error' in answer) {
      this.toaster.show($localize`“${title}:title:” was not exported. ${answer.error.detail}:why:`);
      return;
    }
    this.files.save(new Blob([writeBoardFile(answer.value)], { type: 'application/json' }), `${slug}.json`);
  }

  /** Makes a board of each file; what is wrong with one is said, and does not keep the next from being read. */
  async import(files: readonly File[]): Promise<void> {
    for (const file of files) await this.importOne(file);
  }

  private async importOne(file: File): Promise<void> {
    const read = await readFile(file);
    if ('problem' in read) await this.explain({ file: file.name, detail: read.problem, errors: [] });
    else await this.importBoard(file.name, read);
  }

  private async importBoard(name: string, board: BoardFile): Promise<void> {
    const answer = await this.api.create(board);
    if ('value' in answer) {
      this.tell($localize`“${answer.value.title}:title:” is imported`, answer.value);
      return;
    }
    const { status, detail, errors } = answer.error;
    const slug = await this.explain({ file: name, detail, errors, ...(status === 409 && { taken: board.slug ?? '' }) });
    // Without one it gets an address after its title.
    if (slug !== undefined) await this.importBoard(name, { ...board, slug: slug === '' ? undefined : slug });
  }

  /** @returns another address, where that may help and was given */
  private explain(trouble: ImportTrouble): Promise<string | undefined> {
    const ref = this.dialogs.open<string>(ImportDialog, { data: trouble, ariaLabelledBy: 'import-heading' });
    return firstValueFrom(ref.closed);
  }

  private tell(text: string, { slug }: Board): void {
    this.toaster.show(text, {
      action: { label: $localize`:verb|:Open`, run: () => void this.router.navigate(['/boards', slug]) },
    });
  }
}

async function readFile(file: File): Promise<ReturnType<typeof readBoardFile>> {
  if (file.size > MOST_BYTES) return { problem: $localize`It is too large for a board.` };
  try {
    return readBoardFile(await file.text());
  } catch {
    // A folder, or what was moved or locked since it was chosen (DOMException).
    return { problem: $localize`It cannot be read. See whether it is a file, and still where it was.` };
  }
}

function copyOf(board: Board): BoardFile {
  return { ...boardFileOf(board), slug: undefined, title: titleWithSuffix(board.title, COPY) };
}
