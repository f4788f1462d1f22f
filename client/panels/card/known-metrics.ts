import { DestroyRef, Injectable, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { API_CLIENT } from '../../api/server';
import { listSeries } from '../../api/metrics-api';
import { NOW } from '../../common/ticker';

/** How long the list is used before it is loaded again. It only decides the text of empty panels. */
const MAX_AGE_MS = 60_000;

/** The keys of all metrics that have had a value. They are loaded when an empty panel needs them. */
@Injectable({ providedIn: 'root' })
export class KnownMetrics {
  private readonly now = inject(NOW);
  private readonly client = inject(API_CLIENT);
  private readonly destroyed = inject(DestroyRef);
  private readonly keySet = signal<ReadonlySet<string> | undefined>(undefined);
  private requestedAt = -Infinity;

  /** Undefined until the first response. */
  readonly keys = this.keySet.asReadonly();

  /** Loads the keys, unless they were requested within the last minute. */
  fetch(): void {
    const now = this.now();
    if (now - this.requestedAt < MAX_AGE_MS) return;
    this.requestedAt = now;
    listSeries(this.client)
      .pipe(takeUntilDestroyed(this.destroyed))
      .subscribe({
        next: (series) => {
          this.keySet.set(new Set(series.map(({ key }) => key)));
        },
        // The next call of `fetch` tries again.
        error: () => (this.requestedAt = -Infinity),
      });
  }
}
