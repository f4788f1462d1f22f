import { DestroyRef, Injectable, computed, inject } from '@angular/core';
import { tap } from 'rxjs';
import { toSignal } from '@angular/core/rxjs-interop';
import type { TimeRange } from '../../wire/range';
import { setBoardTimeZone } from '../i18n/format/time-zone-choice';
import { LiveConfig } from './live-config';
import { LiveEnvironment } from './live-environment';
import { initialState } from './live-state';
import { LiveStream } from './live-stream';
import { SnapshotsApi } from '../api/snapshots-api';

/** A board that keeps itself new. Provide it with the component that shows the board: it ends with it. */
@Injectable()
export class LiveBoard {
  private readonly environment = inject(LiveEnvironment);
  private readonly stream = new LiveStream(this.environment, inject(SnapshotsApi), inject(LiveConfig).settings$);
  private readonly state = toSignal(
    // Before anything of it is drawn.
    this.stream.state$.pipe(
      tap(({ view }) => {
        if (view) setBoardTimeZone(view.board.timeZone);
      }),
    ),
    { initialValue: initialState(this.environment.now()) },
  );

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      setBoardTimeZone(undefined);
    });
  }

  /** What is to be drawn; of the board asked for, but while its first answer is on its way perhaps of the range before. */
  readonly view = computed(() => this.state().view);

  readonly status = computed(() => this.state().status);

  /** The server's last no, until it says yes; what was shown before stays in `view`. */
  readonly problem = computed(() => this.state().problem);

  /** Shows a board, or another range or a fixed window of it, or another board; without a range it is the board's own. */
  show(slug: string, range?: TimeRange): void {
    this.stream.show(slug, range);
  }

  /** Asks for everything at once, as the user's own act. */
  refresh(): void {
    this.stream.refresh();
  }
}
