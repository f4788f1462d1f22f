import { computed, DestroyRef, inject, Injectable, type Signal, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Observable } from 'rxjs';
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

/** A list asked for again within this time would hardly tell anything new. */
const FRESH_MS = 5_000;

/** What there is of a kind, for whoever chooses one: asked for when somebody is about to choose. */
abstract class KeyList<Listed, Known extends Suggestion> {
  private readonly clock = inject(ServerClock);
  private readonly read = inject(NOW);
  private readonly destroyed = inject(DestroyRef);
  private readonly list = signal<readonly Known[] | undefined>(undefined);
  private readonly failed = signal(false);
  private askedAt = -Infinity;

  /** One for each key. */
  readonly known = computed<readonly Known[]>(() => this.list() ?? []);

  /** In place of them, where there are none to show. */
  readonly nothing: Signal<string> = computed(() => {
    if (this.failed()) return this.words.failed;
    if (this.list() === undefined) return this.words.waiting;
    return this.known().length === 0 ? this.words.none : this.words.unknown;
  });

  protected abstract readonly get: () => Observable<readonly Listed[]>;
  protected abstract readonly words: Readonly<Record<'failed' | 'waiting' | 'none' | 'unknown', string>>;

  /** @param now the server's, in ms. */
  protected abstract toKnown(listed: readonly Listed[], now: number): readonly Known[];

  /** Asks, unless it was asked just now. */
  look(): void {
    const now = this.read();
    if (now - this.askedAt < FRESH_MS) return;
    this.askedAt = now;
    this.get()
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({
        next: (items) => {
          this.failed.set(false);
          this.list.set(this.toKnown(items, this.read() + this.clock.aheadMs()));
        },
        error: () => {
          this.failed.set(this.list() === undefined);
          this.askedAt = -Infinity;
        },
      });
  }
}

export interface KnownMetric extends Suggestion {
  /** Name and value of a tag as they are written (`mount=/`), of any of its series. */
  readonly tags: readonly string[];
  readonly series: readonly ExistingSeries[];
}

/** The metrics, each with the newest value of its series and how old that is. */
@Injectable({ providedIn: 'root' })
export class MetricList extends KeyList<ListedSeries, KnownMetric> {
  protected readonly get = listSeries;
  protected readonly words = {
    failed: $localize`Could not load the metrics. Type the key, or try again later.`,
    waiting: $localize`Loading metrics…`,
    none: $localize`No metrics yet. Type a key, and the panel shows how to push data to it.`,
    unknown: $localize`No metric has this name yet. Type the full key, and the panel shows how to push data to it.`,
  };

  protected toKnown(series: readonly ListedSeries[], now: number): readonly KnownMetric[] {
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
  const last = series.reduce((one, other) => (other.at > one.at ? other : one));
  const value = formatValue(last.value, { unit: last.unit });
  const age = formatSpan(now - Date.parse(last.at));
  return series.length > 1
    ? $localize`${value}:value: · ${age}:span: ago · ${series.length}:count: series`
    : $localize`${value}:value: · ${age}:span: ago`;
}

/** The tables, each with its number of rows and how old it is. */
@Injectable({ providedIn: 'root' })
export class TableList extends KeyList<ListedTable, Suggestion> {
  protected readonly get = listTables;
  protected readonly words = {
    failed: $localize`Could not load the tables. Type the key, or try again later.`,
    waiting: $localize`Loading tables…`,
    none: $localize`No tables yet. Type a key, and the panel shows how to push data to it.`,
    unknown: $localize`No table has this name yet. Type the full key, and the panel shows how to push data to it.`,
  };

  protected toKnown(tables: readonly ListedTable[], now: number): readonly Suggestion[] {
    return tables.map(({ key, rows, at }) => {
      const count = plural(rows, $localize`{COUNT, plural, =1 {1 row} other {{COUNT} rows}}`);
      return { value: key, note: $localize`${count}:rows: · ${formatSpan(now - Date.parse(at))}:span: ago` };
    });
  }
}
