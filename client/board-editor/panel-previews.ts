import { DOCUMENT, DestroyRef, Injectable, type Signal, inject, signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { type Observable, debounceTime, exhaustMap, filter, from, map, mergeMap, switchMap, tap, timer } from 'rxjs';
import { deepEqual } from '../../wire/deep-equal';
import type { Board, Panel, Query } from '../../wire/board';
import type { Range } from '../../wire/range';
import type { PanelData } from '../../wire/snapshot';
import type { PanelView } from '../live/snapshot/board-view';
import { isIncomplete } from './panel-form/query/panel-queries';
import type { Definition } from '../api/board-definition';
import { BoardsApi } from '../api/boards-api';

/** A panel whose query no stored board has: nobody else will say what it shows. */
export interface WantedPreview {
  readonly id: string;
  readonly query: Query;
  readonly range: Range;
  /** The board's; without one it is the server's. */
  readonly timeZone?: string | undefined;
}

/** Typing asks once it pauses; what is shown is asked again this often. */
const PAUSE_MS = 300;
const AGAIN_MS = 5_000;
const AT_ONCE = 4;

interface Preview {
  readonly key: string;
  readonly view: PanelView;
}

/** The previews that a draft needs: of panels whose data the stored board does not have. */
export function missingPreviews(
  { panels, timeZone }: Definition,
  stored: Board | undefined,
  rangeOf: (panel: Panel) => Range,
): readonly WantedPreview[] {
  const storedPanels = new Map(stored?.panels.map((panel) => [panel.id, panel]));
  return panels.flatMap((panel) => {
    const { id, query, options } = panel;
    const known = storedPanels.get(id);
    const isStored =
      deepEqual(query, known?.query) && deepEqual(options.range, known?.options.range) && timeZone === stored?.timeZone;
    return query === undefined || isStored ? [] : [{ id, query, range: rangeOf(panel), timeZone }];
  });
}

/** Asks the server for what edited panels would show, and keeps asking while they are wanted. Provide it with the page. */
@Injectable()
export class PanelPreviews {
  private readonly api = inject(BoardsApi);
  private readonly document = inject(DOCUMENT);
  private readonly destroyed = inject(DestroyRef);
  private readonly held = signal<ReadonlyMap<string, Preview>>(new Map());

  /** Call within an injection context, once. */
  follow(wanted: Signal<readonly WantedPreview[]>): void {
    toObservable(wanted)
      .pipe(
        debounceTime(PAUSE_MS),
        tap((list) => {
          this.forgetAllBut(list);
        }),
        switchMap((list) =>
          timer(0, AGAIN_MS).pipe(
            filter(() => this.document.visibilityState !== 'hidden'),
            exhaustMap(() => from(list).pipe(mergeMap((each) => this.ask(each), AT_ONCE))),
          ),
        ),
        takeUntilDestroyed(this.destroyed),
      )
      .subscribe(({ id, preview }) => {
        this.held.update((held) => new Map([...held, [id, preview]]));
      });
  }

  /** What the panel would show; undefined until the server has answered this very query. */
  viewOf(wanted: WantedPreview): PanelView | undefined {
    const preview = this.held().get(wanted.id);
    return preview?.key === keyOf(wanted) ? preview.view : undefined;
  }

  private ask(wanted: WantedPreview): Observable<{ id: string; preview: Preview }> {
    const { id, query, range, timeZone } = wanted;
    const asking = isIncomplete(query)
      ? Promise.resolve({ error: { detail: $localize`Choose the data of this panel in its form.` } })
      : this.api.preview(query, range, timeZone);
    return from(asking).pipe(
      map((answer) => {
        const data: PanelData =
          'value' in answer ? answer.value : { revision: 0, error: { message: answer.error.detail } };
        const lastFrame = data.frame ?? this.viewOf(wanted)?.lastFrame;
        const view = { id, data, ...(lastFrame && { lastFrame }) };
        return { id, preview: { key: keyOf(wanted), view } };
      }),
    );
  }

  private forgetAllBut(list: readonly WantedPreview[]): void {
    const ids = new Set(list.map(({ id }) => id));
    this.held.update((held) => new Map([...held].filter(([id]) => ids.has(id))));
  }
}

function keyOf({ query, range, timeZone }: WantedPreview): string {
  return JSON.stringify([query, range, timeZone]);
}
