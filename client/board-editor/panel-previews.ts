import { DOCUMENT, DestroyRef, Injectable, type Signal, inject, signal } from '@angular/core';
import { takeUntilDestroyed, toObservable } from '@angular/core/rxjs-interop';
import { type Observable, debounceTime, exhaustMap, filter, from, map, mergeMap, switchMap, tap, timer } from 'rxjs';
import { errorText } from '../api/error-text';
import { deepEqual } from '../../wire/deep-equal';
import type { Board, Panel, Query } from '../../wire/schemas/board';
import type { Range } from '../../wire/range';
import type { PanelData } from '../../wire/schemas/snapshot';
import type { PanelView } from '../stream/snapshot/board-view';
import { isIncomplete } from './panel-form/query/panel-queries';
import type { BoardDefinition } from '../api/board-definition';
import { BoardsApi } from '../api/boards-api';

/** A panel that needs a preview, because its query is not part of the stored board. */
export interface RequiredPreview {
  readonly id: string;
  readonly query: Query;
  readonly range: Range;
  /** IANA name of the time zone of the board; undefined for the time zone of the server. */
  readonly timeZone?: string | undefined;
}

/** Previews are requested when typing pauses for this time. */
const DEBOUNCE_MS = 300;
const REFRESH_MS = 5_000;
const MAX_CONCURRENT_REQUESTS = 4;

interface Preview {
  readonly key: string;
  readonly view: PanelView;
}

/** Returns the panels of a draft that need a preview: those whose data the stored board does not provide. */
export function requiredPreviews(
  { panels, timeZone }: BoardDefinition,
  stored: Board | undefined,
  rangeOf: (panel: Panel) => Range,
): readonly RequiredPreview[] {
  const storedPanels = new Map(stored?.panels.map((panel) => [panel.id, panel]));
  return panels.flatMap((panel) => {
    const { id, query, options } = panel;
    const storedPanel = storedPanels.get(id);
    const isStored =
      deepEqual(query, storedPanel?.query) &&
      deepEqual(options.range, storedPanel?.options.range) &&
      timeZone === stored?.timeZone;
    return query === undefined || isStored ? [] : [{ id, query, range: rangeOf(panel), timeZone }];
  });
}

/** Requests previews of edited panels from the server and refreshes them. Provided by the edit page. */
@Injectable()
export class PanelPreviews {
  private readonly api = inject(BoardsApi);
  private readonly document = inject(DOCUMENT);
  private readonly destroyed = inject(DestroyRef);
  private readonly previews = signal<ReadonlyMap<string, Preview>>(new Map());

  /** Requests previews of these panels. Call once, in an injection context. */
  follow(wanted: Signal<readonly RequiredPreview[]>): void {
    toObservable(wanted)
      .pipe(
        debounceTime(DEBOUNCE_MS),
        tap((list) => {
          this.removeAllExcept(list);
        }),
        switchMap((list) =>
          timer(0, REFRESH_MS).pipe(
            filter(() => this.document.visibilityState !== 'hidden'),
            exhaustMap(() => from(list).pipe(mergeMap((each) => this.request(each), MAX_CONCURRENT_REQUESTS))),
          ),
        ),
        takeUntilDestroyed(this.destroyed),
      )
      .subscribe(({ id, preview }) => {
        this.previews.update((previews) => new Map([...previews, [id, preview]]));
      });
  }

  /** The preview of the panel; undefined until the server has responded to this query. */
  viewOf(wanted: RequiredPreview): PanelView | undefined {
    const preview = this.previews().get(wanted.id);
    return preview?.key === keyOf(wanted) ? preview.view : undefined;
  }

  private request(wanted: RequiredPreview): Observable<{ id: string; preview: Preview }> {
    const { id, query, range, timeZone } = wanted;
    const result = isIncomplete(query)
      ? Promise.resolve({ error: { status: 422, detail: $localize`Choose the data of this panel in its form.` } })
      : this.api.preview(query, range, timeZone);
    return from(result).pipe(
      map((result) => {
        const data: PanelData =
          'value' in result ? result.value : { revision: 0, error: { message: errorText(result.error) } };
        const lastFrame = data.frame ?? this.viewOf(wanted)?.lastFrame;
        const view = { id, data, ...(lastFrame && { lastFrame }) };
        return { id, preview: { key: keyOf(wanted), view } };
      }),
    );
  }

  private removeAllExcept(list: readonly RequiredPreview[]): void {
    const ids = new Set(list.map(({ id }) => id));
    this.previews.update((previews) => new Map([...previews].filter(([id]) => ids.has(id))));
  }
}

function keyOf({ query, range, timeZone }: RequiredPreview): string {
  return JSON.stringify([query, range, timeZone]);
}
