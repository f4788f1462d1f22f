import { DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, Injector, afterNextRender, computed, inject, signal } from '@angular/core';
import { errorText } from '../../api/error-text';
import type { Board } from '../../../wire/schemas/board';
import { MAX_TITLE } from '../../../wire/title';
import { REQUIRED_TEXT } from '../../ui/form/codecs';
import { focusInvalid } from '../../ui/form/focus-invalid';
import { TextField } from '../../ui/form/text-field';
import type { ApiError } from '../../stream/http/api-error';
import { BoardsApi } from '../../api/boards-api';
import { BoardThumbnail } from '../board-thumbnail';
import { SLUG } from '../slug-codec';
import { type BoardTemplate, metricsOf } from './templates/board-template';
import { TEMPLATES } from './templates/board-templates';

/** Asks for a title and a template, and creates the board. Closes with the new board. */
@Component({
  selector: 'bc-new-board-dialog',
  imports: [BoardThumbnail, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './new-board-dialog.html',
  styleUrl: './new-board-dialog.scss',
})
export class NewBoardDialog {
  private readonly api = inject(BoardsApi);
  private readonly injector = inject(Injector);
  protected readonly ref = inject<DialogRef<Board>>(DialogRef);

  protected readonly templates = TEMPLATES;
  protected readonly chosen = signal<BoardTemplate | undefined>(TEMPLATES[0]);
  /** Undefined until the user enters one. The default is the template's name. */
  protected readonly title = signal<string | undefined>(undefined);
  protected readonly slug = signal<string | undefined>(undefined);
  protected readonly busy = signal(false);
  private readonly error = signal<ApiError | undefined>(undefined);

  protected readonly defaultTitle = computed(() => {
    const { id, name } = this.chosen() ?? { id: 'empty', name: '' };
    return id === 'empty' ? $localize`New board` : name;
  });
  protected readonly metrics = computed(() => {
    const template = this.chosen();
    return template === undefined ? [] : metricsOf(template);
  });
  protected readonly slugProblem = computed(() =>
    this.error()?.status === 409 ? $localize`There is already a board at this address.` : undefined,
  );
  protected readonly problem = computed(() => {
    const error = this.error();
    return error && this.slugProblem() === undefined ? errorText(error) : undefined;
  });

  protected readonly plain = REQUIRED_TEXT;
  protected readonly maxTitle = MAX_TITLE;
  protected readonly slugCodec = SLUG;

  protected setSlug(slug: string | undefined): void {
    this.error.set(undefined);
    this.slug.set(slug);
  }

  protected async create(form: HTMLElement): Promise<void> {
    if (this.busy() || focusInvalid(form)) return;
    this.busy.set(true);
    const { range, panels = [] } = this.chosen() ?? {};
    const title = this.title()?.trim();
    const slug = this.slug();
    const definition = {
      title: title === undefined || title === '' ? this.defaultTitle() : title,
      ...(slug !== undefined && { slug }),
      ...(range !== undefined && { range }),
      panels,
    };
    const result = await this.api.create(definition);
    this.busy.set(false);
    if ('value' in result) {
      this.ref.close(result.value);
      return;
    }
    this.error.set(result.error);
    afterNextRender({ write: () => focusInvalid(form) }, { injector: this.injector });
  }
}
