import { computed, DestroyRef, inject, Injectable, type Signal, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Observable } from 'rxjs';
import { API_CLIENT } from '../../../api/server';
import type { ApiClient } from '../../../stream/http/api-client';
import { type ListedSeries, listSeries } from '../../../api/metrics-api';
import { type ListedTable, listTables } from '../../../api/tables-api';
import type { ExistingSeries } from '../../../panels/card/push-example';
import type { Suggestion } from '../../../ui/combobox/suggest';
import { formatSpan } from '../../../i18n/format/format-time';
import { formatValue } from '../../../i18n/format/format-value';
import { groupBy } from '../../../common/group-by';
import { plural } from '../../../i18n/plural';
import { ServerClock } from '../../../common/server-clock';
import { NOW } from '../../../common/ticker';

/** The list is not loaded again within this time. */
const FRESH_MS = 5_000;

/** Existing keys of one kind, loaded when the user opens a list of suggestions. */
abstract class KeyList<Listed, Key extends Suggestion> {
  private readonly client = inject(API_CLIENT);
  private readonly clock = inject(ServerClock);
  private readonly localNow = inject(NOW);
  private readonly destroyed = inject(DestroyRef);
  private readonly list = signal<readonly Key[] | undefined>(undefined);
  private readonly failed = signal(false);
  private loadedAt = -Infinity;

  /** One suggestion per key. */
  readonly suggestions = computed<readonly Key[]>(() => this.list() ?? []);

  /** The message if there are no suggestions. */
  readonly emptyText: Signal<string> = computed(() => {
    if (this.failed()) return this.messages.failed;
    if (this.list() === undefined) return this.messages.loading;
    return this.suggestions().length === 0 ? this.messages.none : this.messages.unknown;
  });

  protected abstract readonly get: (client: ApiClient) => Observable<readonly Listed[]>;
  protected abstract readonly messages: Readonly<Record<'failed' | 'loading' | 'none' | 'unknown', string>>;

  /** @param now the time of the server, in ms */
  protected abstract toSuggestions(listed: readonly Listed[], now: number): readonly Key[];

  /** Loads the list, unless it was loaded recently. */
  load(): void {
    const now = this.localNow();
    if (now - this.loadedAt < FRESH_MS) return;
    this.loadedAt = now;
    this.get(this.client)
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({
        next: (items) => {
          this.failed.set(false);
          this.list.set(this.toSuggestions(items, this.localNow() + this.clock.aheadMs()));
        },
        error: () => {
          this.failed.set(this.list() === undefined);
          this.loadedAt = -Infinity;
        },
      });
  }
}

export interface MetricSuggestion extends Suggestion {
  /** The tags of all series of the metric, each as `name=value`. */
  readonly tags: readonly string[];
  readonly series: readonly ExistingSeries[];
}

/** All metrics, each with the newest value of its series and the age of that value. */
@Injectable({ providedIn: 'root' })
export class MetricList extends KeyList<ListedSeries, MetricSuggestion> {
  protected readonly get = listSeries;
  protected readonly messages = {
    failed: $localize`Could not load the metrics. Type the key, or try again later.`,
    loading: $localize`Loading metrics…`,
    none: $localize`No metrics yet. Type a key, and the panel shows how to push data to it.`,
    unknown: $localize`No metric has this name yet. Type the full key, and the panel shows how to push data to it.`,
  };

  protected toSuggestions(series: readonly ListedSeries[], now: number): readonly MetricSuggestion[] {
    return Array.from(
      groupBy(series, ({ key }) => key),
      ([value, all]) => ({
        value,
        label: all[0]?.name,
        note: noteOf(all, now),
        series: all.map(({ key, tags, unit }) => ({ key, tags, unit })),
        tags: [...new Set(all.flatMap(({ tags }) => Object.entries(tags).map(([name, tag]) => `${name}=${tag}`)))],
      }),
    );
  }
}

function noteOf(series: readonly ListedSeries[], now: number): string {
  const newest = series.reduce((one, other) => (other.at > one.at ? other : one));
  const value = formatValue(newest.value, { unit: newest.unit });
  const age = formatSpan(now - Date.parse(newest.at));
  return series.length > 1
    ? $localize`${value}:value: · ${age}:span: ago · ${series.length}:count: series`
    : $localize`${value}:value: · ${age}:span: ago`;
}

/** All tables, each with its number of rows and its age. */
@Injectable({ providedIn: 'root' })
export class TableList extends KeyList<ListedTable, Suggestion> {
  protected readonly get = listTables;
  protected readonly messages = {
    failed: $localize`Could not load the tables. Type the key, or try again later.`,
    loading: $localize`Loading tables…`,
    none: $localize`No tables yet. Type a key, and the panel shows how to push data to it.`,
    unknown: $localize`No table has this name yet. Type the full key, and the panel shows how to push data to it.`,
  };

  protected toSuggestions(tables: readonly ListedTable[], now: number): readonly Suggestion[] {
    return tables.map(({ key, rows, at }) => {
      const count = plural(rows, $localize`{COUNT, plural, =1 {1 row} other {{COUNT} rows}}`);
      return { value: key, note: $localize`${count}:rows: · ${formatSpan(now - Date.parse(at))}:span: ago` };
    });
  }
}
