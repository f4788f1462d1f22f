import { Injectable, NgZone, inject } from '@angular/core';
import { Observable, ReplaySubject, finalize, share, tap } from 'rxjs';
import { type TimeRange, rangeKey } from '../../../wire/range';
import { SnapshotsApi } from '../../api/snapshots-api';
import { setBoardTimeZone } from '../../i18n/format/time-zone-choice';
import { LiveConfig } from '../../live/live-config';
import { LIVE_ENVIRONMENT } from '../../live/live-environment';
import type { LiveState } from '../../stream/live-state';
import { LiveStream } from '../../stream/live-stream';

/** A board in one range, which several components show. */
export interface SharedBoard {
  /** Keeps the board up to date while it is subscribed to. Never errors. */
  readonly state$: Observable<LiveState>;
  /** Loads all data now. */
  refresh(): void;
}

/**
 * Shares the connections of all components on the page that show the same board in the same range. Times are shown in the time
 * zone of the board that was opened first.
 */
@Injectable({ providedIn: 'root' })
export class SharedBoards {
  private readonly environment = inject(LIVE_ENVIRONMENT);
  private readonly snapshots = inject(SnapshotsApi);
  private readonly settings$ = inject(LiveConfig).settings$;
  private readonly zone = inject(NgZone);
  private readonly boards = new Map<string, SharedBoard>();
  private readonly timeZones = new Map<SharedBoard, string | undefined>();

  /** @param range by default, the range of the board's definition */
  open(slug: string, range: TimeRange | undefined): SharedBoard {
    const key = `${slug} ${range === undefined ? '' : rangeKey(range)}`;
    const board = this.boards.get(key) ?? this.create(key, slug, range);
    this.boards.set(key, board);
    return board;
  }

  private create(key: string, slug: string, range: TimeRange | undefined): SharedBoard {
    let stream: LiveStream | undefined;
    const states$ = new Observable<LiveState>((subscriber) =>
      // In an application with zone.js, each timer and message would check all of its components.
      this.zone.runOutsideAngular(() => {
        stream = new LiveStream(this.environment, this.snapshots, this.settings$);
        const running = stream.state$.subscribe(subscriber);
        stream.show(slug, range);
        return running;
      }),
    );
    const board: SharedBoard = {
      state$: states$.pipe(
        tap(({ view }) => {
          if (view !== undefined) this.setTimeZone(board, view.board.timeZone);
        }),
        finalize(() => {
          if (this.boards.get(key) === board) this.boards.delete(key);
          this.timeZones.delete(board);
          this.applyTimeZone();
        }),
        share({ connector: () => new ReplaySubject(1) }),
      ),
      refresh: () => stream?.refresh(),
    };
    return board;
  }

  /** Sets the time zone before the board is rendered. */
  private setTimeZone(board: SharedBoard, timeZone: string | undefined): void {
    this.timeZones.set(board, timeZone);
    this.applyTimeZone();
  }

  private applyTimeZone(): void {
    const [first] = this.timeZones.values();
    setBoardTimeZone(first);
  }
}
