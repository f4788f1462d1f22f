import { Dialog } from '@angular/cdk/dialog';
import { Injectable, inject } from '@angular/core';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { errorText } from '../api/error-text';
import type { Board, BoardSummary } from '../../wire/schemas/board';
import { titleWithSuffix } from '../../wire/title';
import { SaveFile } from '../common/save-file';
import { Toaster } from '../ui/toast/toaster';
import { BoardsApi } from '../api/boards-api';
import { boardFileOf, readBoardFile, writeBoardFile, type BoardFile } from './board-file';
import { BoardRemovals } from './board-removals';
import { ImportDialog, type ImportFailure } from './import/import-dialog';
import { NewBoardDialog } from './new-board/new-board-dialog';

const COPY_SUFFIX = $localize`:behind a title|: (copy)`;

/** How long a deletion can be undone. */
const UNDO_MS = 10_000;

/** A definition has at most 1 MiB. Larger files, such as a video dropped by mistake, are not read into memory. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** The actions of the list of boards. Loaded with the first action. */
@Injectable({ providedIn: 'root' })
export class BoardActions {
  private readonly api = inject(BoardsApi);
  private readonly dialogs = inject(Dialog);
  private readonly removals = inject(BoardRemovals);
  private readonly router = inject(Router);
  private readonly files = inject(SaveFile);
  private readonly toaster = inject(Toaster);

  /** Opens the dialog for a new board, creates the board and opens the editor. */
  async create(): Promise<void> {
    const ref = this.dialogs.open<Board>(NewBoardDialog, { ariaLabelledBy: 'new-board-heading' });
    const board = await firstValueFrom(ref.closed);
    if (board !== undefined) await this.router.navigate(['/boards', board.slug, 'edit']);
  }

  /** @returns whether the copy was created */
  async duplicate({ slug, title }: BoardSummary): Promise<boolean> {
    const read = await this.api.get(slug);
    const result = 'value' in read ? await this.api.create(copyOf(read.value)) : read;
    if ('error' in result) {
      this.toaster.show($localize`“${title}:title:” was not duplicated. ${errorText(result.error)}:why:`);
      return false;
    }
    this.showWithLink($localize`“${result.value.title}:title:” created`, result.value);
    return true;
  }

  /**
   * Hides the board, and deletes it unless the user undoes the deletion.
   *
   * @param settled called when the server has responded, to refetch the list
   */
  remove(board: BoardSummary, settled: () => void): void {
    this.removals.begin(board);
    this.toaster.show($localize`“${board.title}:title:” deleted`, {
      durationMs: UNDO_MS,
      focus: true,
      action: {
        label: $localize`Undo`,
        run: () => {
          this.removals.undo(board.slug);
        },
      },
      onEnd: () => {
        void this.removals.finish(board.slug).then((result) => {
          if (result?.isDeleted === false) this.toaster.show(result.message);
          settled();
        });
      },
    });
  }

  async export({ slug, title }: BoardSummary): Promise<void> {
    const result = await this.api.get(slug);
    if ('error' in result) {
      this.toaster.show($localize`“${title}:title:” was not exported. ${errorText(result.error)}:why:`);
      return;
    }
    this.files.save(new Blob([writeBoardFile(result.value)], { type: 'application/json' }), `${slug}.json`);
  }

  /** Creates a board from each file. A failure is shown in a dialog, then the next file is imported. */
  async import(files: readonly File[]): Promise<void> {
    for (const file of files) await this.importOne(file);
  }

  private async importOne(file: File): Promise<void> {
    const read = await readFile(file);
    if ('problem' in read) await this.showFailure({ file: file.name, detail: read.problem, errors: [] });
    else await this.importBoard(file.name, read);
  }

  private async importBoard(name: string, board: BoardFile): Promise<void> {
    const result = await this.api.create(board);
    if ('value' in result) {
      this.showWithLink($localize`“${result.value.title}:title:” imported`, result.value);
      return;
    }
    const { status, errors } = result.error;
    const slug = await this.showFailure({
      file: name,
      detail: errorText(result.error),
      errors,
      ...(status === 409 && { taken: board.slug ?? '' }),
    });
    // Without a slug, the server derives one from the title.
    if (slug !== undefined) await this.importBoard(name, { ...board, slug: slug === '' ? undefined : slug });
  }

  /** @returns the new slug that the user entered; undefined if the dialog was closed */
  private showFailure(failure: ImportFailure): Promise<string | undefined> {
    const ref = this.dialogs.open<string>(ImportDialog, { data: failure, ariaLabelledBy: 'import-heading' });
    return firstValueFrom(ref.closed);
  }

  private showWithLink(text: string, { slug }: Board): void {
    this.toaster.show(text, {
      action: { label: $localize`:verb|:Open`, run: () => void this.router.navigate(['/boards', slug]) },
    });
  }
}

async function readFile(file: File): Promise<ReturnType<typeof readBoardFile>> {
  if (file.size > MAX_FILE_BYTES) return { problem: $localize`The file is too large for a board.` };
  try {
    return readBoardFile(await file.text());
  } catch {
    // A folder, or a file that was moved or locked since it was chosen (DOMException).
    return { problem: $localize`The file cannot be read. Check that it is a file and that it was not moved.` };
  }
}

function copyOf(board: Board): BoardFile {
  return { ...boardFileOf(board), slug: undefined, title: titleWithSuffix(board.title, COPY_SUFFIX) };
}
