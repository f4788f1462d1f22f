import { DestroyRef, Injectable, computed, inject } from '@angular/core';
import { tap } from 'rxjs';
import { toSignal } from '@angular/core/rxjs-interop';
import type { TimeRange } from '../../wire/range';
import { setBoardTimeZone } from '../i18n/format/time-zone-choice';
import { LiveConfig } from './live-config';
import { LIVE_ENVIRONMENT } from './live-environment';
import { initialState } from '../stream/live-state';
import { LiveStream } from '../stream/live-stream';
import { SnapshotsApi } from '../api/snapshots-api';

/** A live board as signals. Provide it in the component that shows the board: it stops with the component. */
@Injectable()
export class LiveBoard {
  private readonly environment = inject(LIVE_ENVIRONMENT);
  private readonly stream = new LiveStream(this.environment, inject(SnapshotsApi), inject(LiveConfig).settings$);
  private readonly state = toSignal(
    // The time zone must be set before the board is rendered.
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

  /** The view of the requested board. Until the first response for a new range, it is the view of the previous range. */
  readonly view = computed(() => this.state().view);

  readonly status = computed(() => this.state().status);

  /** Why the server rejected the last request; undefined after a success. `view` keeps the last values. */
  readonly problem = computed(() => this.state().problem);

  /**
   * Shows a board, or another range of it.
   *
   * @param range by default, the range of the board's definition
   */
  show(slug: string, range?: TimeRange): void {
    this.stream.show(slug, range);
  }

  /** Loads a complete snapshot immediately, as requested by the user. */
  refresh(): void {
    this.stream.refresh();
  }
}
