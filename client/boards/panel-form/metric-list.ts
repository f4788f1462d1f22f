import { DestroyRef, Injectable, computed, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { getJson } from '../../live/get-json';
import type { Suggestion } from '../../ui/combobox/suggest';
import { formatSpan } from '../../ui/format/time';
import { formatValue } from '../../ui/format/value';
import { ServerClock } from '../../ui/server-clock';
import { NOW } from '../../ui/ticker';

/** One of `GET /api/v1/metrics`: a series with its last value. */
interface ListedSeries {
  readonly key: string;
  readonly value: number;
  readonly at: string;
  readonly unit?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface ListedMetric extends Suggestion {
  /** Name and value of a tag as they are written (`mount=/`), of any of its series. */
  readonly tags: readonly string[];
}

/** A list asked for again within this time would hardly tell anything new. */
const FRESH_MS = 5_000;

/** What metrics there are, for whoever chooses one: asked for when somebody is about to choose. */
@Injectable({ providedIn: 'root' })
export class MetricList {
  private readonly clock = inject(ServerClock);
  private readonly read = inject(NOW);
  private readonly destroyed = inject(DestroyRef);
  private readonly list = signal<readonly ListedMetric[] | undefined>(undefined);
  private readonly failed = signal(false);
  private askedAt = -Infinity;

  /** One for each key, with the last value of all its series. */
  readonly metrics = computed(() => this.list() ?? []);

  /** In place of metrics, where there are none to show. */
  readonly nothing = computed(() => {
    if (this.failed()) return $localize`The metrics could not be fetched. Write the key yourself, or try again later.`;
    if (this.list() === undefined) return $localize`Looking for metrics…`;
    return this.metrics().length === 0
      ? $localize`Nothing was pushed yet. Write a key: the panel says how to feed it.`
      : $localize`No metric is called like this yet. Write its key in full: the panel says how to feed it.`;
  });

  /** Asks, unless it was asked just now. */
  look(): void {
    const now = this.read();
    if (now - this.askedAt < FRESH_MS) return;
    this.askedAt = now;
    getJson('/api/v1/metrics')
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({
        next: (body) => {
          this.failed.set(false);
          this.list.set(
            metricsOf((body as { items: readonly ListedSeries[] }).items, this.read() + this.clock.aheadMs()),
          );
        },
        error: () => {
          this.failed.set(this.list() === undefined);
          this.askedAt = -Infinity;
        },
      });
  }
}

/** Series put together by key; each metric with its newest value, and how old that is. */
export function metricsOf(series: readonly ListedSeries[], now: number): readonly ListedMetric[] {
  const byKey = new Map<string, ListedSeries[]>();
  for (const each of series) {
    const same = byKey.get(each.key);
    if (same === undefined) byKey.set(each.key, [each]);
    else same.push(each);
  }
  return Array.from(byKey, ([value, all]) => ({
    value,
    note: noteOf(all, now),
    tags: [...new Set(all.flatMap(({ tags }) => Object.entries(tags).map(([name, tag]) => `${name}=${tag}`)))],
  }));
}

function noteOf(series: readonly ListedSeries[], now: number): string {
  const last = series.reduce((one, other) => (other.at > one.at ? other : one));
  const value = formatValue(last.value, { unit: last.unit });
  const age = formatSpan(now - Date.parse(last.at));
  return series.length > 1
    ? $localize`${value}:value: · ${age}:span: ago · ${series.length}:count: series`
    : $localize`${value}:value: · ${age}:span: ago`;
}
